import { isOwnOrigin } from './origin.js';

const local = { publicUrl: null, trustProxy: false };
const published = { publicUrl: 'https://room.example', trustProxy: false };
const proxied = { publicUrl: null, trustProxy: true };

it.each([
  ['the address that was asked', 'http://127.0.0.1:3000', { host: '127.0.0.1:3000' }, false, local, true],
  ['another port', 'http://127.0.0.1:4000', { host: '127.0.0.1:3000' }, false, local, false],
  ['another scheme', 'https://localhost:3000', { host: 'localhost:3000' }, false, local, false],
  ['https on its own port', 'https://room', { host: 'room:443' }, true, local, true],
  ['none', undefined, { host: 'localhost:3000' }, false, local, false],
  ['a page without an origin', 'null', { host: 'localhost:3000' }, false, local, false],
  ['a file', 'file://', { host: 'localhost:3000' }, false, local, false],
  ['the public address', 'https://room.example', { host: '10.0.0.7:3000' }, false, published, true],
  ['an address behind the public one', 'http://10.0.0.7:3000', { host: '10.0.0.7:3000' }, false, published, false],
  ['the machine itself', 'http://localhost:3000', { host: 'localhost:3000' }, false, published, true],
  ['a name that begins like ours', 'https://room.example.net', { host: 'localhost:3000' }, false, published, false],
  [
    'what a trusted proxy was asked',
    'https://room.example',
    { host: 'inner:3000', 'x-forwarded-host': 'room.example', 'x-forwarded-proto': 'https' },
    false,
    proxied,
    true,
  ],
  [
    'what an untrusted caller says of itself',
    'https://evil.example',
    { host: 'localhost:3000', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    false,
    local,
    false,
  ],
] as const)('%s', (_, origin, headers, encrypted, doorstep, own) => {
  expect(isOwnOrigin(origin, headers, encrypted, doorstep)).toBe(own);
});
