import type { Role } from '../../topology/product-process.js';

/** What the room runs on: what the product brings, or a PostgreSQL and a Redis that are given; and in which processes. */
export interface Backend {
  /** As figures call it. */
  name: string;
  /** With the PostgreSQL and the Redis that are given. */
  served: boolean;
  /** The processes; the first is one that serves people. */
  roles: readonly Role[];
}

export const EMBEDDED: Backend = { name: 'embedded', served: false, roles: ['all'] };
export const REDIS: Backend = { name: 'redis', served: true, roles: ['all'] };
/** Two whole nodes rather than four processes of one role each: four would mostly measure how two cores are shared. */
export const REDIS_2_NODES: Backend = { name: 'redis-2-nodes', served: true, roles: ['all', 'all'] };
/** One that serves, and two that store, of which one may die. */
export const REDIS_2_WORKERS: Backend = { name: 'redis', served: true, roles: ['api', 'worker', 'worker'] };
