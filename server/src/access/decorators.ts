import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Action, Feed } from '@rearguard/shared';
import type { Request } from 'express';
import { DescribeSecurity } from '../platform/http/openapi.js';
import type { FeedSource, Identity } from './identity.js';

export const OPEN = 'access:open';
export const FOR_FEED = 'access:for-feed';
export const ALLOW = 'access:allow';

/** Where a feed handler finds its feed and its token. */
export interface FeedDoor {
  /** The one feed of this route; null: the route parameter `feed` names it. */
  feed: Feed | null;
}

/** Anybody may call this. All else needs a session or a read token. */
export const Open = () => applyDecorators(SetMetadata(OPEN, true), DescribeSecurity('nothing'));

/**
 * Only sources with a token of the feed may call this: the feed given here, or the one that the route parameter `feed`
 * names. The token stands in `Authorization: Bearer`, or in the route parameter `token` where there is one.
 */
export const ForFeed = (feed: Feed | null = null) =>
  applyDecorators(SetMetadata(FOR_FEED, { feed } satisfies FeedDoor), DescribeSecurity('feed-token'));

/** Only roles that the table of permissions gives this action to may call this. */
export const Allow = (action: Action) => SetMetadata(ALLOW, action);

/** Parameter: who asks; for handlers behind a session or read token. */
export const WhoAsks = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<Request>();
  if (identity === undefined) throw new Error('this handler is open, so nobody is known to ask');
  return identity;
});

/** Parameter: the feed source that sends; for handlers marked {@link ForFeed}. */
export const WhoSends = createParamDecorator((_: unknown, context: ExecutionContext): FeedSource => {
  const { feedSource } = context.switchToHttp().getRequest<Request>();
  if (feedSource === undefined) throw new Error('this handler is not marked ForFeed, so no source is known');
  return feedSource;
});
