import { SetMetadata } from '@nestjs/common';

export const TAKES = 'http:takes';

/** What a handler reads when it says nothing: JSON, also as `application/<something>+json` such as GeoJSON. */
export const TAKES_JSON: readonly string[] = ['application/json'];

/**
 * The media types that a handler reads instead of JSON alone. `application/json` and its `+json` kin arrive parsed,
 * `application/x-www-form-urlencoded` as an object of strings, anything else as a `Buffer`. With none
 * at all the body is left unread.
 */
export const Takes = (...mediaTypes: string[]) => SetMetadata(TAKES, mediaTypes);

export const AT_MOST = 'http:at-most';

/** The most bytes that a handler reads, instead of those of a batch of reports: for what anybody may send. */
export const AtMost = (bytes: number) => SetMetadata(AT_MOST, bytes);
