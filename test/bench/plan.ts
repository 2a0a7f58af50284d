import { parseArgs } from 'node:util';
import type { Figure } from './figure.js';
import { FIGURES } from './figures.js';
import { type Backend, EMBEDDED, REDIS, REDIS_2_NODES } from './room/backend.js';

/** Figures of one backend, in order. */
export interface Part {
  backend: Backend;
  figures: Figure[];
}

export interface Plan {
  long: boolean;
  /** Into the file of results. */
  write: boolean;
  parts: Part[];
}

const OPTIONS = {
  long: { type: 'boolean' },
  write: { type: 'boolean' },
  backend: { type: 'string' },
  nodes: { type: 'string' },
} as const;

/**
 * What a command line asks for: some figures or all, on the backend that it names or on each that they tell something of.
 * @throws Error in a sentence
 */
export function readPlan(given: readonly string[]): Plan {
  const { values, positionals } = parse(given);
  const unknown = positionals.filter((one) => !FIGURES.some(({ name }) => name === one));
  if (unknown.length > 0) throw new Error(`There is no benchmark called ${unknown.join(', ')}. There are:\n${known()}`);
  const named = FIGURES.filter(({ name }) => positionals.includes(name));
  const asked = backendOf(values);
  const backends = asked ? [asked] : [EMBEDDED, REDIS, REDIS_2_NODES];
  const parts = backends.map((backend) => {
    // Who names both wants it, whether or not it tells something of its own there.
    const figures = asked && named.length > 0 ? named : pool(named).filter(({ on }) => on.includes(backend));
    return { backend, figures };
  });
  const impossible = parts.flatMap(({ backend, figures }) =>
    backend.served ? [] : figures.filter(({ needsServices }) => needsServices),
  );
  if (impossible.length > 0)
    throw new Error(`${impossible.map(({ name }) => name).join(', ')} takes several processes: --backend redis`);
  return {
    long: values.long === true,
    write: values.write === true,
    parts: parts.filter(({ figures }) => figures.length > 0),
  };
}

const pool = (named: Figure[]): Figure[] => (named.length > 0 ? named : FIGURES);

const known = (): string => FIGURES.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n');

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const usage = 'npm run bench -- [name …] [--backend embedded|redis] [--nodes 1|2] [--long] [--write]';
    throw new Error(`${(cause as Error).message}\n${usage}`, { cause });
  }
}

/** Null: each in turn. */
function backendOf({ backend, nodes }: { backend?: string; nodes?: string }): Backend | null {
  if (backend !== undefined && backend !== 'embedded' && backend !== 'redis')
    throw new Error(`--backend is embedded or redis, not ${backend}`);
  if (nodes !== undefined && nodes !== '1' && nodes !== '2') throw new Error(`--nodes is 1 or 2, not ${nodes}`);
  if (nodes === '2') {
    if (backend === 'embedded') throw new Error('--nodes 2 needs --backend redis: what is embedded is of one process');
    return REDIS_2_NODES;
  }
  if (backend === undefined && nodes === undefined) return null;
  return backend === 'redis' ? REDIS : EMBEDDED;
}
