import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What is known of where and when something is measured, before it begins. */
export interface Surroundings {
  at: Date;
  /** Load average of the last minute: who else was at work. */
  load: number;
}

export const surroundings = (): Surroundings => ({ at: new Date(), load: loadavg()[0]! });

/** Sentences on when, where, from what and how. @param args of the command line */
export function about({ at, load }: Surroundings, args: readonly string[]): string {
  const until = new Date();
  const minute = (date: Date) => date.toISOString().slice(11, 16);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  return (
    `${at.toISOString().slice(0, 10)}, ${minute(at)} to ${minute(until)} UTC, ${commit()}, by \`${command}\`. ${machine}, ` +
    `${memory}, ${type()} ${release()}, Node.js ${process.versions.node}; load average ${load.toFixed(1)} when it began.`
  );
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const changed = git('status', '--porcelain').trim() !== '';
    return `commit ${git('rev-parse', '--short', 'HEAD').trim()}${changed ? ' with changes on top' : ''}`;
  } catch {
    return 'commit unknown'; // a copy without its history
  }
}
