/**
 * Whether two JSON values say the same, in whatever order their names stand. Node's own comparison looks at prototypes
 * as well, which differ between what a page, a test and a socket parsed.
 */
export function same(one: unknown, other: unknown): boolean {
  return one === other || sorted(one) === sorted(other);
}

function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
