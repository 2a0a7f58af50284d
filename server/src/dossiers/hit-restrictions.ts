import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EpochMs, Incident } from '@rearguard/shared';
import { type Changed, RuleWatch } from '../alerts/rules/rule-watch.js';
import type { RoomTransaction } from '../changes/change-log.js';
import type { AcceptedDossier } from '../feeds/dossiers/accepted-dossier.js';
import { keyOf as contentKeyOf } from '../feeds/report-keys.js';
import { Clock } from '../platform/clock/clock.js';
import { nearestAirfield } from '../theatre/index.js';
import { restrictionIdOf, type Word, wordOf } from './domain/hit-restriction.js';
import { DossierBook } from './dossier-book.js';
import { DossiersRepository, keyOf } from './dossiers.repository.js';

const BY_ITSELF = 'rearguard';

/**
 * Puts a restriction on an airfield where an aircraft was hit. Follows the changes of incidents in the transaction that
 * notes how far they are read: none is missed, and none is taken twice.
 */
@Injectable()
export class HitRestrictions implements OnModuleInit {
  constructor(
    private readonly rules: RuleWatch,
    private readonly clock: Clock,
    private readonly book: DossierBook,
    private readonly dossiers: DossiersRepository,
  ) {}

  onModuleInit(): void {
    this.rules.follow((tx, changed) => this.#follow(tx, changed));
  }

  async #follow(tx: RoomTransaction, changed: readonly Changed[] | null): Promise<void> {
    const times = new Map<string, EpochMs>();
    for (const { kind, id, at } of changed ?? []) if (kind === 'incident') times.set(id, at.getTime());
    if (changed !== null && times.size === 0) return;
    const incidents = await incidentsOf(tx, changed === null ? null : [...times.keys()]);
    const keys = incidents.map(({ id }) => keyOf('restriction', restrictionIdOf(id)));
    await this.dossiers.hold(tx.manager, keys);
    for (const incident of incidents) await this.#look(tx, incident, times.get(incident.id) ?? this.clock.now());
  }

  async #look(tx: RoomTransaction, incident: Incident, at: EpochMs): Promise<void> {
    const reports = await this.dossiers.reports('restriction', restrictionIdOf(incident.id), tx.manager);
    const word = wordOf(incident, reports, nearestAirfield);
    if (word) await this.book.add(tx, [reportOf(incident, word, at)]);
  }
}

/** Those that are a hit on an aircraft or were taken for one; of all others nothing is read. */
async function incidentsOf(tx: RoomTransaction, ids: readonly string[] | null): Promise<Incident[]> {
  const rows: { body: Incident }[] = await tx.manager.query(
    `SELECT body FROM picture_state
      WHERE kind = 'incident' AND body IS NOT NULL AND ($1::text[] IS NULL OR id = ANY($1))
        AND (body ->> 'kind' = 'aircraft_hit'
          OR id IN (SELECT body ->> 'incidentId' FROM dossier WHERE kind = 'restriction'))
      ORDER BY id`,
    [ids],
  );
  return rows.map(({ body }) => body);
}

function reportOf(
  incident: Incident,
  { state, place, reason, observedAt }: Word,
  receivedAt: EpochMs,
): AcceptedDossier {
  const { id, version, sources } = incident;
  const reportId = `incident ${id}/${version}`;
  const contentKey = contentKeyOf(reportId);
  return {
    kind: 'restriction',
    subjectId: restrictionIdOf(id),
    reportId,
    state,
    reason,
    source: sources.at(-1)?.source ?? BY_ITSELF,
    facts: { place, kind: 'aircraft_hit', incidentId: id },
    way: 'system',
    enteredBy: BY_ITSELF,
    role: null,
    observedAt,
    receivedAt,
    sourceObservedAt: null,
    contentKey,
    reportKey: contentKey,
  };
}
