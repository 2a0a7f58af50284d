import { TOP_LEVEL, type Alert } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';

/** What became of an alert since somebody looked at it, in the words of the page; none when it is the same version. */
export function changesOf(seen: Alert, now: Alert, { m }: I18n): string[] {
  if (now.version <= seen.version) return [];
  const { desk } = m;
  const { changed } = desk.form;
  const said: string[] = [];
  if (now.severity !== seen.severity)
    said.push(changed.became(desk.form.severity, m.severity[seen.severity], m.severity[now.severity]));
  if (now.state !== seen.state) said.push(changed.became(changed.state, desk.state[seen.state], desk.state[now.state]));
  if (now.level > seen.level) said.push(desk.escalatedTo(desk.level[Math.min(now.level, TOP_LEVEL) as 1 | 2 | 3]));
  if (now.holder?.personId !== seen.holder?.personId)
    said.push(now.holder === null ? desk.nobody : desk.heldBy(now.holder.name));
  // A further report, a note, a merge: it weighs on a decision as well, and stands in the history.
  return said.length > 0 ? said : [changed.added];
}
