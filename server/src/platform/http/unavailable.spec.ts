import { isOfTheData, isPassing } from './unavailable.js';

const coded = (code: string, more: object = {}) => Object.assign(new Error('fault'), { code, ...more });

it.each([
  ['a refused connection', coded('ECONNREFUSED')],
  ['a database that shuts down', coded('57P01')],
  ['a lost connection, by its class', coded('08006')],
  ['a query whose driver lost it', Object.assign(new Error('query failed'), { driverError: coded('ECONNRESET') })],
  ['a full disk of the database', coded('53100')],
  ['a full disk of ours', coded('ENOSPC')],
  ['two transactions in each other’s way', coded('40P01')],
  ['a fault caused by it', new Error('not stored', { cause: coded('57P03') })],
  ['a pool that waited too long', new Error('timeout exceeded when trying to connect')],
])('%s passes', (_, fault) => expect(isPassing(fault)).toBe(true));

it.each([
  ['a broken rule of the database', coded('23505')],
  ['a missing file', coded('ENOENT')],
  ['a mistake of ours', new TypeError('x is not a function')],
  ['no error at all', 'text'],
])('%s does not', (_, fault) => expect(isPassing(fault)).toBe(false));

it.each([
  ['a value that the database refuses', coded('22003'), true],
  ['a broken rule of it', Object.assign(new Error('query failed'), { driverError: coded('23505') }), true],
  ['a mistake of ours', new TypeError('x is not a function'), true],
  ['a statement cut short', coded('57014'), false],
  ['a table that is not there', coded('42P01'), false],
  ['a database that is away', coded('57P01'), false],
])('%s, by whether the data are at fault', (_, fault, ofTheData) => expect(isOfTheData(fault)).toBe(ofTheData));
