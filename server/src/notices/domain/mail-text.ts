import type { NoticeBody, Role } from '@rearguard/shared';

export interface Mail {
  subject: string;
  text: string;
}

const LEVELS = ['not escalated', 'watch officer', 'chief JOC', 'commander'] as const;

/** A notice as a mail: the subject says enough to get up for, the text what a telephone shows without a scroll. */
export function mailOf(body: NoticeBody): Mail {
  const escalated = body.type === 'alert.escalated';
  const what = escalated ? `escalated to ${LEVELS[body.level]}` : 'raised';
  const head = `${body.severity.toUpperCase()} ${what}: ${body.title}`;
  const lines = [
    ...(body.exercise ? ['EXERCISE. Nothing of this has happened.', ''] : []),
    head,
    '',
    ['Severity', body.severity],
    ['Level', `${body.level} of 3 (${LEVELS[body.level]})`],
    ['Calls', body.calls.map(wordsOf).join(', ')],
    ['Place', placeOf(body)],
    ['Happened', utc(body.observedAt)],
    [escalated ? 'Escalated' : 'Raised', utc(body.at)],
    ['To be taken by', body.dueAt === null ? 'no limit' : utc(body.dueAt)],
    ['Alert', body.alertId],
    '',
    body.link === null ? 'Take it at the desk.' : `Take it at the desk: ${body.link}`,
    '',
    'Details stay in the room. Do not answer this mail: nobody reads it.',
  ].map((line) => (typeof line === 'string' ? line : `${`${line[0]}:`.padEnd(16)}${line[1]}`));
  return { subject: oneLine(`${body.exercise ? 'EXERCISE ' : ''}${head}`), text: `${lines.map(oneLine).join('\n')}\n` };
}

function placeOf({ place, lat, lon }: NoticeBody): string {
  const at = lat === null || lon === null ? null : `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
  return [place, at].filter((part) => part !== null).join(' · ') || 'unknown';
}

function wordsOf(role: Role): string {
  return role.replaceAll('-', ' ').replace('joc', 'JOC');
}

/** `2023-08-13 09:00:00 UTC`. */
function utc(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}

/** A place is what a source called it: it may not write lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\p{C}+/gu, ' ');
}
