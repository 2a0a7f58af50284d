import { Feed } from '@rearguard/shared';
import { z } from 'zod';

/**
 * A backup is a gzipped tar that any system can look into:
 *   backup.json            what it is, and which tables and columns it holds
 *   queue/<feed>-<lane>/*  batches that were accepted and not stored yet, one file each
 *   tables/<name>/*        rows as COPY writes them, in parts
 *   manifest.json          how many rows and bytes there must be, and their checksums; without it a backup is not whole
 */
export const HEADER = 'backup.json';
export const MANIFEST = 'manifest.json';
export const FORMAT = 'rearguard-backup-1';

const TableOf = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });

/** One table of a backup. */
export type ArchivedTable = z.infer<typeof TableOf>;

export const Header = z.object({
  format: z.literal(FORMAT),
  takenAt: z.iso.datetime(),
  /** Names of the migrations that made this schema, in order. */
  migrations: z.array(z.string()).min(1),
  /** In an order in which each only refers to those before it. */
  tables: z.array(TableOf),
  /** Numbers that identity columns have reached. */
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/).nullable() })),
});
export type Header = z.infer<typeof Header>;

const Sum = z.object({ rows: z.int().nonnegative(), bytes: z.int().nonnegative(), sha256: z.string() });

export const Manifest = z.object({
  /** Newest change in it. */
  lastChange: z.int().nonnegative(),
  batches: z.int().nonnegative(),
  tables: z.record(z.string(), Sum),
});
export type Manifest = z.infer<typeof Manifest>;
export type Sum = z.infer<typeof Sum>;

/** A batch of the queue, as it lies in a backup. */
export const HeldBatch = z.object({ feed: Feed, lane: z.int().nonnegative(), id: z.string(), data: z.string() });
export type HeldBatch = z.infer<typeof HeldBatch>;

/** Why a backup cannot be made or brought back, for the person who asked. */
export class BackupFault extends Error {}
