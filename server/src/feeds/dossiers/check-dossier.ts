import {
  ConsignmentReport,
  type DossierKind,
  type EntryWay,
  FlightReport,
  LIFE_CYCLES,
  MovementReport,
  RestrictionReport,
  type Role,
} from '@rearguard/shared';
import type { z } from 'zod';
import { type CheckContext, type Checked, fromIssue, judgeTime, refuse } from '../check-report.js';
import { keyOf } from '../report-keys.js';
import { type AcceptedDossier, REPORTED_AS } from './accepted-dossier.js';

/** Who brings a report, and how. */
export interface Bringer {
  way: EntryWay;
  enteredBy: string;
  role: Role | null;
}

/** Checks one report of the feed `airspace`: of a request or of a restriction on a place. */
export function checkAirspace(raw: unknown, context: CheckContext): Checked<AcceptedDossier> {
  const ofRestriction = typeof raw === 'object' && raw !== null && 'restrictionId' in raw;
  return ofRestriction
    ? check('restriction', RestrictionReport, raw, context)
    : check('flight-request', FlightReport, raw, context);
}

/** Checks one report of the feed `movements`. */
export function checkMovement(raw: unknown, context: CheckContext): Checked<AcceptedDossier> {
  return check('movement', MovementReport, raw, context);
}

/** Checks one report of the feed `customs`. */
export function checkCustoms(raw: unknown, context: CheckContext): Checked<AcceptedDossier> {
  return check('consignment', ConsignmentReport, raw, context);
}

/** What holds for a report of a dossier whichever way it comes in. */
export function acceptDossier(
  kind: DossierKind,
  { subjectId, ...given }: Given & { subjectId: string },
  context: CheckContext,
  { way, enteredBy, role }: Bringer,
): Checked<AcceptedDossier> {
  const { reportId = null, observedAt, source, reason = null, state = null, ...facts } = given;
  const time = judgeTime(observedAt, context);
  if (!time.ok) return time;
  const fault = faultOf(kind, state, reason, facts);
  if (fault) return fault;
  // Parsed, fields stand in the order of the schema, so that the same content is the same text.
  const contentKey = keyOf(JSON.stringify([observedAt, source, state, reason, facts]));
  return {
    ok: true,
    report: {
      kind,
      subjectId,
      reportId,
      state,
      reason,
      source,
      facts,
      way,
      enteredBy,
      role,
      observedAt: time.observedAt,
      receivedAt: context.receivedAt ?? context.now,
      sourceObservedAt: time.moved ? observedAt : null,
      contentKey,
      reportKey: reportId === null ? contentKey : keyOf(`id ${reportId}`),
    },
  };
}

interface Given {
  reportId?: string | undefined;
  observedAt: number;
  source: string;
  reason?: string | undefined;
  state?: string | undefined;
  [fact: string]: unknown;
}

function check(kind: DossierKind, schema: z.ZodType, raw: unknown, context: CheckContext): Checked<AcceptedDossier> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return { ok: false, refused: fromIssue(parsed.error.issues[0]!, raw) };
  const { idField } = REPORTED_AS[kind];
  const { [idField]: subjectId, ...given } = parsed.data as Record<string, unknown>;
  const bringer = { way: 'feed' as const, enteredBy: context.tokenName ?? 'unknown', role: null };
  return acceptDossier(kind, { ...(given as unknown as Given), subjectId: String(subjectId) }, context, bringer);
}

/** What a state cannot be reported without. */
function faultOf(kind: DossierKind, state: string | null, reason: string | null, facts: Record<string, unknown>) {
  if (state !== null && reason === null && LIFE_CYCLES[kind].needsReason.includes(state)) {
    return refuse('/reason', 'missing', `is missing: ${state} needs one`);
  }
  if (state === 'approved' && facts['window'] === undefined) {
    return refuse('/window', 'missing', 'is missing: an approval needs from when to when it holds');
  }
  const legs = facts['legs'] as { decision: string }[] | undefined;
  if (state === 'approved' && legs?.every(({ decision }) => decision === 'denied')) {
    return refuse('/legs', 'invalid', 'are all denied: that is no approval');
  }
  if (state === 'moved' && facts['movedBy'] === undefined) {
    return refuse('/movedBy', 'missing', 'is missing: goods move by a named convoy or flight');
  }
  return null;
}
