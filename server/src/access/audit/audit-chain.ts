import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditVerification } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';

const PAGE = 5_000;

interface Link {
  number: string;
  entry_id: string;
  hash: Buffer;
  /** All of the entry in one text; null when it is gone. */
  words: string | null;
}

/** Number and hash of an entry as they were noted somewhere else. */
export interface NotedLink {
  number: number;
  hash: string;
}

type Broken = NonNullable<AuditVerification['broken']>;

/**
 * Says whether the audit record is as it was written. What was altered or taken out of the middle shows by itself; that the
 * whole was written anew, or its end cut off, shows by a number and hash that were noted elsewhere.
 */
@Injectable()
export class AuditChain {
  constructor(private readonly database: DataSource) {}

  async verify(noted: NotedLink | null = null): Promise<AuditVerification> {
    return this.database.transaction('REPEATABLE READ', (manager) => verified(manager, noted));
  }
}

async function verified(manager: EntityManager, noted: NotedLink | null): Promise<AuditVerification> {
  let hash: Buffer = Buffer.alloc(0);
  let number = 0;
  let metNoted = noted === null;
  const outcome = (broken: Broken | null): AuditVerification => ({
    intact: broken === null,
    entries: number,
    head: number === 0 ? null : { number, hash: hash.toString('hex') },
    broken,
  });
  for (let links = await after(manager, 0); links.length > 0; links = await after(manager, number)) {
    for (const link of links) {
      const fault = faultOf(link, number + 1, hash);
      if (fault) return outcome(fault);
      number += 1;
      hash = link.hash;
      if (noted?.number !== number) continue;
      if (noted.hash.toLowerCase() !== hash.toString('hex')) return outcome(notAsNoted(noted, link.entry_id));
      metNoted = true;
    }
  }
  const [outside] = await manager.query<{ id: string }[]>(
    `SELECT e.id FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id WHERE l.number IS NULL ORDER BY e.id LIMIT 1`,
  );
  if (outside) return outcome({ number: number + 1, entryId: outside.id, fault: 'not-in-chain' });
  return outcome(metNoted ? null : notAsNoted(noted!, null));
}

function after(manager: EntityManager, number: number): Promise<Link[]> {
  return manager.query<Link[]>(
    `SELECT l.number, l.entry_id, l.hash, CASE WHEN e.id IS NULL THEN NULL ELSE audit_words(l.number, e) END AS words
       FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.number > $1 ORDER BY l.number LIMIT $2`,
    [number, PAGE],
  );
}

function faultOf(link: Link, number: number, before: Buffer): Broken | null {
  if (Number(link.number) !== number) return { number, entryId: null, fault: 'link-missing' };
  if (link.words === null) return { number, entryId: link.entry_id, fault: 'entry-missing' };
  const hash = createHash('sha256').update(before).update(link.words).digest();
  return hash.equals(link.hash) ? null : { number, entryId: link.entry_id, fault: 'altered' };
}

function notAsNoted({ number }: NotedLink, entryId: string | null): Broken {
  return { number, entryId, fault: 'not-as-noted' };
}
