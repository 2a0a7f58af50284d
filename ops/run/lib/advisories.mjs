import { runChild, StepFailed } from './children.mjs';
import { PNPM } from './root.mjs';

/** A registry that does not answer must not hold anybody up. */
const ANSWER_WITHIN_MS = 20_000;

/**
 * Asks the registry for known weaknesses, high or critical, of the packages that the product runs with.
 * A registry that cannot be asked is said and is no failure: it tells nothing about the packages.
 * @param {import('./progress.mjs').Progress} progress
 */
export async function askForAdvisories(progress) {
  const { code, output } = await runChild(
    'npx',
    [
      ...['--yes', PNPM, 'audit', '--prod', '--audit-level', 'high'],
      ...[`--config.fetch-timeout=${ANSWER_WITHIN_MS}`, '--config.fetch-retries=0'],
    ],
    { capture: true },
  );
  switch (verdictOf(code, output)) {
    case 'none':
      return progress.line('The registry knows no weakness, high or critical, of these packages.');
    case 'not-asked':
      return progress.line(
        `The registry could not be asked for known weaknesses, so nothing is known of them today. Its answer:\n${output.trim()}`,
      );
    default:
      throw new StepFailed(
        `${output.trim()}\nKnown weaknesses, high or critical: update the packages above (times in ops/security.md).`,
      );
  }
}

/**
 * @param {number} code
 * @param {string} output
 * @returns {'none' | 'found' | 'not-asked'}
 */
export function verdictOf(code, output) {
  if (code === 0) return 'none';
  return /\bERR_PNPM_/.test(output) || !/\bvulnerabilit/i.test(output) ? 'not-asked' : 'found';
}
