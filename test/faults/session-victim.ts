import type pg from 'pg';
import { send } from '../topology/processes.js';
import type { Topology, Victim } from './topology.js';

/**
 * One session of PostgreSQL, killed as by a system that is out of memory: PostgreSQL then ends all others and recovers
 * by itself.
 */
export function aSession(query: Topology['query']): Victim {
  return {
    async kill() {
      const [session] = await query<pg.QueryResultRow & { pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name <> 'faults' AND backend_type = 'client backend' LIMIT 1`,
      );
      if (session) send(session.pid, 'SIGKILL');
    },
    start: async () => undefined,
    pause: async () => undefined,
    goOn: async () => undefined,
  };
}
