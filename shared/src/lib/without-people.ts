/** Fields that hold a person, as an object or by name. `person` is not among them: it is who asks, in one's own session. */
const PERSON_FIELDS = new Set(['who', 'holder', 'owner', 'author', 'observer', 'signatory']);
/** Fields that hold somebody's name as `by` or `signedBy`. A time may end so, too: "lift off by". */
const BY = /^by$|[a-z]By$/;
const STARTS_AS_TIME = /^\d{4}-\d\d-\d\d/;
/** What tells one person from another. Role and kind stay: a wall says who holds something by role. */
const IDENTIFYING = ['name', 'personId', 'id'] as const;

type Fields = Record<string, unknown>;

/**
 * The same, with every person's name and id empty: what may go to a wall that anybody in the room can read. Shapes stay, so
 * that whoever reads it needs to know nothing of this. What nobody is named in is handed back as it is, not copied.
 */
export function withoutPeople<Value>(value: Value): Value {
  return left(value) as Value;
}

function left(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(left);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlain(value)) return value;
  const named = typeof value['personId'] === 'string' ? withoutIdentity(value) : value;
  const fields = Object.entries(named).map(([key, field]): [string, unknown] => [key, leftOf(key, field)]);
  const same = named === value && fields.every(([key, field]) => field === value[key]);
  return same ? value : Object.fromEntries(fields);
}

function leftOf(key: string, field: unknown): unknown {
  const isPerson = PERSON_FIELDS.has(key) || BY.test(key);
  if (!isPerson) return left(field);
  if (typeof field === 'string') return STARTS_AS_TIME.test(field) ? field : '';
  return isPlain(field) ? withoutIdentity(field) : left(field);
}

/** Feeds and the program itself are no persons, and keep their names. */
function withoutIdentity(person: Fields): Fields {
  if (person['kind'] === 'feed' || person['kind'] === 'system' || person['kind'] === 'token') return person;
  const gone = IDENTIFYING.filter((key) => typeof person[key] === 'string' && person[key] !== '');
  return gone.length === 0 ? person : { ...person, ...Object.fromEntries(gone.map((key) => [key, ''])) };
}

function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
