import { cpuSeconds, memoryMb, sharedMemoryMb } from '../topology/processes.js';
import type { Stage } from './bench.js';
import type { Parts } from './room/room.js';

/** Processor time by who used it, in microseconds for each accepted report: as many seconds for a million of them. */
export type Cost = Record<keyof Parts | 'driver' | 'clients', number>;

/** What the product itself takes, and what it stands on; without those that measure. */
export const PRODUCT = ['server', 'workers', 'database', 'redis'] as const;
const ALL = [...PRODUCT, 'driver', 'clients'] as const;

export const productUs = (cost: Cost): number => PRODUCT.reduce((sum, part) => sum + cost[part], 0);

function secondsSoFar({ room, driver, clients }: Stage): Cost {
  // Asked anew each time: PostgreSQL's processes come and go, and its first one counts those that went.
  const pids = { ...room.parts, driver: [driver.pid], clients: [clients.pid] };
  return costBy((part) => cpuSeconds(pids[part]));
}

/** Counts processor time from now on. @returns what each report took, when the number of them is known */
export function startMeter(stage: Stage): (reports: number) => Cost {
  const before = secondsSoFar(stage);
  return (reports) => {
    const after = secondsSoFar(stage);
    return costBy((part) => ((after[part] - before[part]) * 1e6) / Math.max(1, reports));
  };
}

/** Resident memory of each part of the room, in MB. Memory that PostgreSQL's processes share counts once. */
export function memoryOf({ room }: Stage): Record<keyof Parts, number> {
  const { server, workers, database, redis } = room.parts;
  const sum = (pids: readonly number[]) => pids.reduce((all, pid) => all + memoryMb(pid).now, 0);
  return { server: sum(server), workers: sum(workers), database: sharedMemoryMb(database), redis: sum(redis) };
}

const NAMES: Record<keyof Cost, string> = {
  server: 'server',
  workers: 'workers',
  database: 'PostgreSQL',
  redis: 'Redis',
  driver: 'driver',
  clients: 'clients',
};

/** For people, without the parts that the room does not have. */
export const describeCost = (cost: Cost): string =>
  ALL.filter((part) => cost[part] > 0)
    .map((part) => `${NAMES[part]} ${cost[part].toFixed(1)}`)
    .join(', ');

function costBy(of: (part: keyof Cost) => number): Cost {
  return Object.fromEntries(ALL.map((part) => [part, of(part)])) as Cost;
}
