import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const TYPES: Record<string, string> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
  null: 'must be null',
};
const FORMATS: Record<string, string> = {
  uuid: 'must be a UUID',
  guid: 'must be a UUID',
  datetime: 'must be RFC 3339, such as 2023-08-13T09:00:00Z',
  date: 'must be a day, such as 2023-08-13',
  url: 'must be an address, such as https://wall.example',
  email: 'must be an e-mail address',
};
/** Names that a caller made up are told back only as far as they help. */
const MOST_NAMES = 5;
const MOST_NAME = 40;

/** Why a value does not fit, to be read after the name of its field; for whatever a schema has no words of its own. */
export function plainWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : (TYPES[issue.expected] ?? 'is of the wrong type');
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `must be ${oneOf(issue.values)}`;
    case 'too_small':
      return limit(issue.origin, issue.minimum, issue.exact ? 'exactly' : issue.inclusive ? 'at least' : 'more than');
    case 'too_big':
      return limit(issue.origin, issue.maximum, issue.exact ? 'exactly' : issue.inclusive ? 'at most' : 'less than');
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not written as it must be';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.slice(0, MOST_NAMES).map(shortened).join(', ')}`;
    case 'invalid_union':
      return issue.input === undefined ? 'is missing' : 'has none of the forms that are taken here';
    case 'invalid_key':
      return 'has a name in it that is not taken here';
    default:
      return 'does not fit';
  }
}

const shortened = (name: string): string => (name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name);

const oneOf = (values: readonly z.core.util.Primitive[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;

function limit(origin: string, size: number | bigint, how: string): string {
  if (origin === 'string') return `must have ${how} ${size} ${Number(size) === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set' || origin === 'map') return `must hold ${how} ${size}`;
  return `must be ${how} ${size}`;
}

// One place for the whole process: a fault must not be told in a library's words because a schema forgot to say its own.
z.config({ customError: plainWords });
