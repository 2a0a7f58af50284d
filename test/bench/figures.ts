import type { Figure } from './figure.js';
import { alert } from './figures/alert.js';
import { board } from './figures/board.js';
import { browserUpdate } from './figures/browser-update.js';
import { bytesPerUpdate } from './figures/bytes.js';
import { catchUp } from './figures/catch-up.js';
import { clients } from './figures/clients.js';
import { cpu } from './figures/cpu.js';
import { desk } from './figures/desk.js';
import { drawn } from './figures/drawn.js';
import { growth } from './figures/growth.js';
import { latency } from './figures/latency.js';
import { memory } from './figures/memory.js';
import { secondStart } from './figures/second-start.js';
import { takeover } from './figures/takeover.js';
import { throughput } from './figures/throughput.js';
import { wallHeap } from './figures/wall-heap.js';

/** In the order in which they run: what is found out is used later, and what shares a run stands together. */
export const FIGURES: Figure[] = [
  throughput,
  latency,
  cpu,
  memory,
  bytesPerUpdate,
  growth,
  clients,
  catchUp,
  takeover,
  browserUpdate,
  drawn,
  alert,
  desk,
  board,
  secondStart,
  wallHeap,
];
