import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RoomTransaction } from '../../changes/change-log.js';
import { type AcceptedPosition, asSent } from '../../feeds/positions/accepted-position.js';
import { RejectsRepository } from '../../feeds/rejects.repository.js';
import { ReportIdentities } from '../../feeds/report-identities.js';
import { PositionPartitions } from './position-partitions.js';
import { PositionStore } from './position-store.js';
import { type Arrival, type NewReport, sortOut } from './sort-out.js';

/** Brings reports into history, each once. */
@Injectable()
export class PositionHistory {
  readonly #log = new Logger('positions');

  constructor(
    private readonly positions: PositionStore,
    private readonly partitions: PositionPartitions,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
  ) {}

  /** Makes room for reports. Not part of their transaction: it would hold everybody else's up. */
  async prepare(reports: readonly AcceptedPosition[]): Promise<void> {
    await this.partitions.ensure(reports);
  }

  /** What {@link prepare} remembers is worth nothing after a fault. */
  doubt(): void {
    this.partitions.doubt();
  }

  /** Appends what is new of these reports and returns it; repeats are dropped, reused ids kept as refused. */
  async append(tx: RoomTransaction, batchNo: number, arrivals: readonly Arrival[]): Promise<NewReport[]> {
    const { positions, identities } = this;
    const sorted = await sortOut(tx.manager, arrivals, { positions, identities });
    await this.#keepReused(tx.manager, sorted.reused);
    await identities.remember(tx.manager, sorted.identities);
    await positions.append(
      tx.client,
      batchNo,
      sorted.fresh.map((one) => one.point),
    );
    return sorted.fresh;
  }

  /** Keeps a report that the database itself refuses, so that it neither holds up the others nor is lost. */
  async setAside(report: AcceptedPosition, cause: unknown): Promise<void> {
    this.#log.error(`a report of unit ${report.unitId} could not be stored and was set aside: ${String(cause)}`);
    const row = { index: 0, path: '', code: 'not-stored', message: `the report could not be stored: ${String(cause)}` };
    await this.rejects.keepOnce('positions', report.receivedAt, null, [asSent(report)], [row]);
  }

  async #keepReused(manager: EntityManager, reused: readonly AcceptedPosition[]): Promise<void> {
    if (reused.length === 0) return;
    const rows = reused.map((report, index) => ({
      index,
      path: '/reportId',
      code: 'id-reused',
      message: `reportId ${report.reportId ?? ''} of unit ${report.unitId} was used before with other content`,
    }));
    await this.rejects.keepOnce('positions', reused[0]!.receivedAt, null, reused.map(asSent), rows, manager);
  }
}
