type VerdictOf = (code: number, output: string) => string;
const file = new URL('./advisories.mjs', import.meta.url).href;

it.each([
  [0, 'No known vulnerabilities found', 'none'],
  [1, '2 vulnerabilities found\nSeverity: 1 high | 1 critical', 'found'],
  [1, 'Error: ERR_PNPM_AUDIT_BAD_RESPONSE\n  × The audit endpoint responded with 405:', 'not-asked'],
  [1, 'npm error code ENOTFOUND', 'not-asked'],
  [127, 'spawn npx ENOENT', 'not-asked'],
])('an answer of status %i that says %j means: %s', async (code, output, verdict) => {
  const { verdictOf } = (await import(file)) as { verdictOf: VerdictOf };
  expect(verdictOf(code, output)).toBe(verdict);
});
