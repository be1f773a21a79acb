import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import { listAuditedTenantIds } from './audit.ts';

/** Entries that one transaction seals or one read checks. */
const BATCH = 1_000;
/** The key of the lock that lets one process seal at a time. */
const LOCK = 7_215_001;
/** What the first entry of a chain follows. */
const START = '';

interface Entry {
  id: bigint;
  tenantId: string;
  actor: string;
  action: string;
  target: string;
  before: unknown;
  after: unknown;
  requestId: string | null;
  address: string | null;
  at: Date;
  place: bigint | null;
  hash: string | null;
  erasedAt: Date | null;
}

/** What a check of a chain found. */
export interface ChainCheck {
  tenantId: string;
  /** Sealed entries that were checked, and entries that wait to be sealed. */
  sealed: number;
  unsealed: number;
  /** Entries whose content was erased with their client; their hashes tie the others together. */
  erased: number;
  /** The first entry that does not fit, and why; null for a chain that is whole. */
  broken: { id: string; reason: string } | null;
}

/**
 * Seals the entries that were written since: gives each its place in the chain of its client and the hash that ties it to the
 * one before. Sealing apart from writing keeps actions from waiting for each other; what is changed in the seconds between is
 * stopped by the database's trigger alone. Returns how many were sealed. Several processes may call it at once.
 */
export async function sealAudit(): Promise<number> {
  return asSystem(async (tx) => {
    const [{ locked } = { locked: false }] = await tx.$queryRaw<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`;
    if (!locked) return 0;
    const entries = await tx.auditEntry.findMany({ where: { hash: null }, orderBy: { id: 'asc' }, take: BATCH });
    const ends = new Map<string, { place: bigint; hash: string }>();
    for (const entry of entries) {
      const { tenantId } = entry;
      const end = ends.get(tenantId) ?? (await endOf(tx, tenantId));
      const next = { place: end.place + 1n, hash: hashOf(entry, end.place + 1n, end.hash) };
      await tx.auditEntry.update({ where: { id: entry.id }, data: next });
      ends.set(tenantId, next);
    }
    return entries.length;
  });
}

/** Checks the chain of a client from its beginning: every sealed entry has its place and fits the one before. */
export async function verifyAudit(tenantId: string): Promise<ChainCheck> {
  return asSystem(async (tx) => {
    const unsealed = await tx.auditEntry.count({ where: { tenantId, hash: null } });
    // Only a client whose deletion has begun has erased entries: anywhere else they would hide a change.
    const mayBeErased = (await tx.clientDeletion.count({ where: { tenantId, state: { in: ['running', 'done'] } } })) > 0;
    let end = { place: 0n, hash: START };
    let erased = 0;
    for (;;) {
      const entries: Entry[] = await tx.auditEntry.findMany({
        where: { tenantId, place: { gt: end.place } },
        orderBy: { place: 'asc' },
        take: BATCH,
      });
      for (const entry of entries) {
        const place = end.place + 1n;
        const check = { tenantId, sealed: Number(end.place), unsealed, erased };
        if (entry.place !== place) return { ...check, broken: { id: String(entry.id), reason: `entry ${place} of the chain is missing` } };
        if (entry.erasedAt && entry.hash && mayBeErased) erased += 1;
        else if (entry.hash !== hashOf(entry, place, end.hash)) {
          return { ...check, broken: { id: String(entry.id), reason: `entry ${place} of the chain, or the one before it, was changed` } };
        }
        end = { place, hash: entry.hash };
      }
      if (entries.length < BATCH) return { tenantId, sealed: Number(end.place), unsealed, erased, broken: null };
    }
  });
}

/** Checks the chains of the next clients by id; `after` is the last client of the previous page. */
export async function verifyAudits(limit: number, after?: string): Promise<ChainCheck[]> {
  const checks: ChainCheck[] = [];
  for (const tenantId of await listAuditedTenantIds(limit, after)) checks.push(await verifyAudit(tenantId));
  return checks;
}

async function endOf(tx: Tx, tenantId: string): Promise<{ place: bigint; hash: string }> {
  const last = await tx.auditEntry.findFirst({ where: { tenantId, hash: { not: null } }, orderBy: { place: 'desc' } });
  return { place: last?.place ?? 0n, hash: last?.hash ?? START };
}

/** SHA-256 over the entry and the hash before it. PostgreSQL returns the fields of jsonb in one order, whatever order was written. */
function hashOf(entry: Entry, place: bigint, previous: string): string {
  const { id, tenantId, actor, action, target, before, after, requestId, address, at } = entry;
  return sha256(
    JSON.stringify([
      previous,
      String(place),
      String(id),
      tenantId,
      actor,
      action,
      target,
      before,
      after,
      requestId,
      address,
      at.toISOString(),
    ]),
  );
}
