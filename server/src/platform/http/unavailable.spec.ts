import { isPassing } from './unavailable.js';

const coded = (code: string, more: object = {}) => Object.assign(new Error('fault'), { code, ...more });

it.each([
  ['a refused connection', coded('ECONNREFUSED')],
  ['a database that shuts down', coded('57P01')],
  ['a lost connection, by its class', coded('08006')],
  ['a query whose driver lost it', Object.assign(new Error('query failed'), { driverError: coded('ECONNRESET') })],
  ['a fault caused by it', new Error('not stored', { cause: coded('57P03') })],
  ['a pool that waited too long', new Error('timeout exceeded when trying to connect')],
])('%s passes', (_, fault) => expect(isPassing(fault)).toBe(true));

it.each([
  ['a broken rule of the database', coded('23505')],
  ['a missing file', coded('ENOENT')],
  ['a mistake of ours', new TypeError('x is not a function')],
  ['no error at all', 'text'],
])('%s does not', (_, fault) => expect(isPassing(fault)).toBe(false));
