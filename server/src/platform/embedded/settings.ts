/** Environment of every program of PostgreSQL: nothing of ours (PGDATA, PGPORT, LANG) may change what it does. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Settings for two cores and a steady stream of small writes beside large COPYs. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // Only TCP: a socket's path has a length limit that deep data folders break, and /tmp is everybody's.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // This build compresses with pglz alone, which costs more processor than the bytes it saves are worth.
  wal_compression: 'off',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_completion_target: '0.9',
  // Queries are short: compiling them costs more than it saves, and both cores are busy with other connections.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  // A server that was killed leaves running statements behind; they end within this time.
  client_connection_check_interval: '2s',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  logging_collector: 'off',
};

/** A throw-away database of a test run promises nothing to anybody after a crash. */
const THROW_AWAY: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
};

/** The settings as arguments of `postgres`: they win over the files of the cluster and need no edit of them. */
export function settingArguments(port: number, throwAway: boolean): string[] {
  const settings = { ...SETTINGS, ...(throwAway ? THROW_AWAY : {}), port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
