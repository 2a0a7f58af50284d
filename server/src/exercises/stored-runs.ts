import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EpochMs, type RoomClock } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { ClearComms } from '../comms/clear-comms.js';
import { ClearDossiers } from '../dossiers/clear-dossiers.js';
import { ClearMovements } from '../movements/clear-movements.js';
import { SystemClock } from '../platform/clock/clock.js';
import { ClearIncidents } from '../security/clear-incidents.js';
import { ClearShifts } from '../shifts/clear-shifts.js';
import { SitesService } from '../sites/sites.service.js';
import { type Run, Runs, type Turn } from './domain/ports.js';
import { ExerciseRunEntity } from './exercise-run.entity.js';

/** Under this id the room's clock stands in the change log. */
const CLOCK_ID = 'room';

/**
 * Runs in the database, told to the room by changes of its clock. A process that was stopped while it played and goes on
 * after another took over keeps nothing: its turn is held to the end of each transaction, or is over.
 */
@Injectable()
export class StoredRuns extends Runs {
  #turn: Turn | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly movements: ClearMovements,
    private readonly shifts: ClearShifts,
    private readonly comms: ClearComms,
    private readonly sites: SitesService,
    private readonly incidents: ClearIncidents,
    private readonly dossiers: ClearDossiers,
    private readonly time: SystemClock,
  ) {
    super();
  }

  keepUnder(turn: Turn): void {
    this.#turn = turn;
  }

  async newest(name: string): Promise<Run | null> {
    const row = await this.database
      .getRepository(ExerciseRunEntity)
      .findOne({ where: { name }, order: { begunAt: 'DESC' } });
    return row && { ...row, at: row.at.getTime() };
  }

  async keepTime(run: Run): Promise<void> {
    await this.database.transaction((manager) => this.#store(manager, run));
  }

  async keep(run: Run, clock: RoomClock): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.#store(tx.manager, run);
      await tellClock(tx, run.at, clock);
    });
  }

  async begin(run: Run, clock: RoomClock): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.#holdTurn(tx.manager);
      await this.movements.clear(tx, run.at);
      await this.incidents.clear(tx, run.at);
      await this.dossiers.clear(tx, run.at);
      await this.shifts.clear(tx, run.at);
      await this.comms.clear(tx, run.at);
      await removeSites(tx, run.at);
      await this.sites.forget(tx.manager);
      await this.#store(tx.manager, run);
      await tellClock(tx, run.at, clock);
    });
  }

  newRunId(): string {
    return randomUUID();
  }

  async #holdTurn(manager: EntityManager): Promise<void> {
    if (!this.#turn) return;
    const held: unknown[] = await manager.query(`SELECT FROM lease WHERE name = $1 AND fence = $2 FOR SHARE`, [
      this.#turn.name,
      this.#turn.fence,
    ]);
    if (held.length === 0) throw new Error('another process plays the exercise now');
  }

  async #store(manager: EntityManager, { runId, name, seed, at, state, speed, dropsAtCritical }: Run): Promise<void> {
    await this.#holdTurn(manager);
    const rows = manager.getRepository(ExerciseRunEntity);
    const kept = { at: new Date(at), state, speed, dropsAtCritical };
    const { affected } = await rows.update({ runId }, kept);
    if (affected === 0) await rows.insert({ runId, name, seed, ...kept, begunAt: new Date(this.time.now()) });
  }
}

async function tellClock(tx: RoomTransaction, at: EpochMs, clock: RoomClock): Promise<void> {
  const [before]: { version: number }[] = await tx.manager.query(
    `SELECT version FROM picture_state WHERE kind = 'clock' AND id = $1`,
    [CLOCK_ID],
  );
  const version = (before?.version ?? 0) + 1;
  tx.change({ kind: 'clock', id: CLOCK_ID, version, at, observedAt: at, op: 'put', body: clock });
}

async function removeSites(tx: RoomTransaction, at: EpochMs): Promise<void> {
  const shown: { id: string; version: number }[] = await tx.manager.query(
    `SELECT id, version FROM picture_state WHERE kind = 'site' AND body IS NOT NULL ORDER BY seq, id`,
  );
  for (const { id, version } of shown) {
    tx.change({ kind: 'site', id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
  }
}
