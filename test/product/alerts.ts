import type { AlertState, Incident, NewIncident } from '@rearguard/shared';
import type { Page } from 'playwright-core';

/** Enters an incident over HTTP as the person who is signed in on a page. @returns the id of the alert that it raised */
export async function reportIncident(page: Page, given: Partial<NewIncident> & { text: string }): Promise<string> {
  const { at } = await clockOf(page);
  const answer = await page.context().request.post(new URL('/api/incidents', page.url()).href, {
    data: { kind: 'clash', severity: 'high', observedAt: at, source: 'journey', place: 'gao', ...given },
    headers: { origin: new URL(page.url()).origin },
  });
  if (answer.status() !== 201) throw new Error(`incident refused: ${answer.status()} ${await answer.text()}`);
  const { alertId } = (await answer.json()) as Incident;
  if (alertId === null) throw new Error(`“${given.text}” raised no alert`);
  return alertId;
}

/** Selects an alert at the desk with the search, by keys alone. */
export async function choose(page: Page, id: string): Promise<void> {
  // Keys for an alert do nothing while an act on it is on its way.
  await page.getByTestId('in-flight').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.type(id);
  await page.locator(`[data-testid="queue"] [data-alert-id="${id}"]`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`[data-testid="detail"][data-alert-id="${id}"]`).waitFor();
}

/** Lets the exercise run as fast as the clock on the wall, so that nothing climbs while a test looks at it. */
export async function atRealSpeed(page: Page): Promise<void> {
  const answer = await page.context().request.post(new URL('/api/exercise/speed', page.url()).href, {
    data: { speed: 1 },
    headers: { origin: new URL(page.url()).origin },
  });
  if (!answer.ok()) throw new Error(`the speed was refused: ${answer.status()} ${await answer.text()}`);
}

/** The state that the server itself has an alert in, and with whom. */
export async function alertOf(page: Page, id: string): Promise<{ state: AlertState; holder: { name: string } | null }> {
  const answer = await page.context().request.get(new URL(`/api/alerts/${id}`, page.url()).href);
  return (await answer.json()) as { state: AlertState; holder: { name: string } | null };
}

async function clockOf(page: Page): Promise<{ at: string }> {
  const answer = await page.context().request.get(new URL('/api/exercise', page.url()).href);
  return (await answer.json()) as { at: string };
}
