import type { Feed, Role } from '@rearguard/shared';

/** A person who is signed in. */
export interface PersonIdentity {
  kind: 'person';
  sessionId: string;
  personId: string;
  name: string;
  role: Role;
}

/** A wall or a monitor that may read and nothing else. */
export interface ReaderIdentity {
  kind: 'reader';
  tokenId: string;
  name: string;
  role: 'wall';
}

/** Who asks, over HTTP or the socket. */
export type Identity = PersonIdentity | ReaderIdentity;

/** A source that may send reports to one feed. */
export interface FeedSource {
  tokenId: string;
  name: string;
  feed: Feed;
}

declare module 'express' {
  interface Request {
    identity?: Identity;
    feedSource?: FeedSource;
  }
}
