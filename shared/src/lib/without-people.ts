/**
 * Fields that hold a person, as an object or by name; and all that end like `signedBy`, unless it is a time ("lift off by").
 * `person` is not among them: it is who asks, in one's own session.
 */
const PERSON_FIELDS = new Set(['who', 'holder', 'owner', 'author', 'observer', 'signatory', 'commander']);
const STARTS_AS_TIME = /^\d{4}-\d\d-\d\d/;
/** What tells one person from another. Role and kind stay: a wall says who holds something by role. */
const OF_A_PERSON = ['name', 'personId', 'id'] as const;
/** What belongs to a person, such as their hours on a roster, has an id of its own. */
const OF_WHAT_IS_THEIRS = ['name', 'personId'] as const;

type Fields = Record<string, unknown>;

/**
 * The same, with every person's name and id empty: what may go to a wall that anybody in the room can read. Shapes stay, so
 * that whoever reads it needs to know nothing of this. What nobody is named in is handed back as it is, not copied.
 */
export function withoutPeople<Value>(value: Value): Value {
  return left(value) as Value;
}

/** A picture is ten thousand things that name nobody: nothing is made until something has to be left out. */
function left(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const changed = changedIn(value, (_, item) => left(item));
    return changed === null ? value : value.map((item: unknown, index) => changed.get(String(index)) ?? item);
  }
  if (!isPlain(value)) return value;
  // Null is a person too: somebody on a roster who signs in by no account.
  const named = 'personId' in value ? without(OF_WHAT_IS_THEIRS, value) : value;
  const changed = changedIn(named, leftOf);
  if (changed === null) return named;
  return Object.fromEntries(
    Object.entries(named).map(([key, field]) => [key, changed.has(key) ? changed.get(key) : field]),
  );
}

/** What becomes of the fields that do not stay as they are; null when all do. */
function changedIn(fields: object, become: (key: string, field: unknown) => unknown): Map<string, unknown> | null {
  let changed: Map<string, unknown> | null = null;
  for (const [key, field] of Object.entries(fields) as [string, unknown][]) {
    if (field === null || (typeof field !== 'object' && typeof field !== 'string')) continue;
    const now = become(key, field);
    if (now !== field) (changed ??= new Map<string, unknown>()).set(key, now);
  }
  return changed;
}

function leftOf(key: string, field: unknown): unknown {
  if (!isPersonField(key)) return left(field);
  if (typeof field === 'string') return STARTS_AS_TIME.test(field) ? field : '';
  return isPlain(field) ? without(OF_A_PERSON, field) : left(field);
}

function isPersonField(key: string): boolean {
  return PERSON_FIELDS.has(key) || key === 'by' || key.endsWith('By');
}

/** Feeds and the program itself are no persons, and keep their names. */
function without(identifying: readonly string[], person: Fields): Fields {
  if (person['kind'] === 'feed' || person['kind'] === 'system' || person['kind'] === 'token') return person;
  const gone = identifying.filter((key) => typeof person[key] === 'string' && person[key] !== '');
  return gone.length === 0 ? person : { ...person, ...Object.fromEntries(gone.map((key) => [key, ''])) };
}

function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
