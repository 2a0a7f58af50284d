import { dayStart, type EpochMs, type Phase, type Site } from '@rearguard/shared';
import { NOTHING } from './convoy-rules.js';
import type { Asked, Finding, Judged, RulesInForce } from './rule-world.js';
import { nextAbove, severityAt, stepsOf } from './steps.js';

const DAY_MS = 86_400_000;

/** A site with a day of its own by which it is to be closed. */
export function judgeSiteDeadline(site: Site, rules: RulesInForce, asked: Asked): Judged {
  if (site.plannedOn === null || site.state === 'closed') return NOTHING;
  const subject = { type: 'site' as const, id: site.id };
  return judgeDay(subject, site.plannedOn, 1, { lat: site.lat, lon: site.lon }, rules, asked);
}

/** A phase, while a site of it is not closed. */
export function judgePhase(phase: Phase, rules: RulesInForce, asked: Asked): Judged {
  const open = phase.siteIds.filter((id) => (asked.world.sites.get(id)?.state ?? 'closed') !== 'closed').length;
  if (open === 0) return NOTHING;
  return judgeDay({ type: 'phase', id: phase.id }, phase.end, open, null, rules, asked);
}

/** The day counts to its end. */
function judgeDay(
  subject: { type: 'site' | 'phase'; id: string },
  day: string,
  open: number,
  at: Finding['at'],
  rules: RulesInForce,
  { now }: Asked,
): Judged {
  const endsAt: EpochMs = dayStart(day) + DAY_MS;
  const facts = { day, open };
  const base = { subjects: [subject], facts, at: at ?? null };
  const name = `${subject.type}:${subject.id}`;
  if (now >= endsAt) {
    if (!rules.deadline_passed.on) return NOTHING;
    const cause = `deadline_passed ${name}`;
    return {
      findings: [{ ...base, rule: 'deadline_passed', cause, severity: 'high', observedAt: endsAt }],
      lookAgainAt: null,
    };
  }
  if (!rules.deadline_near.on) return { findings: [], lookAgainAt: endsAt };
  // Nearness: the fewer days are left the worse, so limits are passed downwards.
  const left = (endsAt - now) / DAY_MS;
  const steps = stepsOf('deadline_near', rules.deadline_near).map((step) => ({ ...step, above: -step.above }));
  const severity = severityAt(-left, steps, null);
  const next = nextAbove(-left, steps);
  const cause = `deadline_near ${name}`;
  const finding: Finding[] =
    severity === null ? [] : [{ ...base, rule: 'deadline_near', cause, severity, observedAt: now }];
  return { findings: finding, lookAgainAt: next === null ? endsAt : Math.min(endsAt, endsAt + next * DAY_MS) };
}
