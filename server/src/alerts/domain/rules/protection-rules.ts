import { guardsMissing, guardStrength, type Site } from '@rearguard/shared';
import { NOTHING } from './convoy-rules.js';
import type { Judged, RulesInForce } from './rule-world.js';

/** Fewer people at a site than it takes to guard it, until the last of them has left (SR-61). */
export function judgeGuard(site: Site, rules: RulesInForce): Judged {
  const { protection } = site;
  if (!rules.guard_below_minimum.on || !protection || site.state === 'closed') return NOTHING;
  const missing = guardsMissing(protection);
  if (missing === 0) return NOTHING;
  const { guardMinimum, guards, people } = protection;
  const strength = guardStrength(protection)!;
  const told = guards?.count === strength ? guards : people!;
  return {
    findings: [
      {
        rule: 'guard_below_minimum',
        cause: `guard_below_minimum site:${site.id}`,
        severity: 'high',
        subjects: [{ type: 'site', id: site.id }],
        facts: { atSite: strength, guardMinimum, missing, countedAt: told.asOf },
        observedAt: Date.parse(told.asOf),
        at: { lat: site.lat, lon: site.lon },
      },
    ],
    lookAgainAt: null,
  };
}
