import { codeOfLink } from './code-of-link.js';

it.each([
  ['http://127.0.0.1:3000/sign-in/abc_-9', 'abc_-9'],
  ['  abc_-9\n', 'abc_-9'],
])('%j holds the code %s', (typed, code) => {
  expect(codeOfLink(typed)).toBe(code);
});
