import type pg from 'pg';
import { audit, eraseAuditContent, sealAudit } from '#lib/audit/index.ts';
import { endSubscription } from '#lib/billing/index.ts';
import { forgetClusters, sampleClusters } from '#lib/clusters/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import { asSystem, asSystemSql, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import type { Queue } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { type ProvisioningParts, removeDataPlane, shut } from '#lib/provisioning/index.ts';
import { eraseRows, KEPT } from './catalogue.ts';
import { type Holding, inventoryOf, OWN_PEOPLE } from './inventory.ts';
import { type DeletionReport, signReport } from './report.ts';

/** The jobs that delete clients. One that fails is tried again for days: a deletion that was promised ends. */
export const DELETION_QUEUE: Queue<{ tenantId: string }> = {
  name: 'delete-client',
  retryLimit: 60,
  retryDelay: 5,
  expireInSeconds: 6 * 3_600,
  heartbeatSeconds: 30,
};

/** The systems that a client is deleted from. */
export interface DeletionParts extends Pick<ProvisioningParts, 'graph' | 'log' | 'kafka'> {
  pool: pg.Pool;
  /** Forgets the rates and failed attempts that are counted under keys with one of these texts. */
  forgetRates(texts: readonly string[]): Promise<void>;
}

type Step = (parts: DeletionParts, tenantId: string, clock: Clock) => Promise<unknown>;

/** The steps, in their order. Each may run again after a crash, and then finds less to do. */
const STEPS: readonly (readonly [string, Step])[] = [
  // Closed first, so that nothing arrives while the rest is removed.
  ['close', (_parts, tenantId) => asSystem((tx) => shut(tx, tenantId))],
  ['count', countHoldings],
  ['subscription', (_parts, tenantId) => endSubscription(tenantId)],
  ['data-plane', removeStreamsAndGraph],
  ['counters', forgetCounters],
  ['people', removePeople],
  ['rows', ({ pool }, tenantId) => eraseRows(pool, tenantId)],
  ['audit-log', eraseAuditLog],
  ['report', report],
];
export const STEP_NAMES: readonly string[] = STEPS.map(([name]) => name);
/** Where a deletion goes on when something was found at its end: what was counted before stays. */
const COUNTED = STEP_NAMES.slice(0, STEP_NAMES.indexOf('count') + 1);

/**
 * Deletes a client whose grace period is over, step by step; the end of each step is recorded, so that the next attempt goes on
 * there. Does nothing for a client whose deletion is not due. An error is stored for the staff and thrown, and the job is tried
 * again. `onStep` is called when a step has taken effect, and when that has been recorded.
 */
export async function deleteClient(
  parts: DeletionParts,
  tenantId: string,
  clock: Clock,
  onStep: (step: string, moment: 'effective' | 'recorded') => void = () => {},
): Promise<void> {
  await asSystem((tx) =>
    tx.clientDeletion.updateMany({
      where: { tenantId, state: 'requested', dueAt: { lte: new Date(clock()) } },
      data: { state: 'running' },
    }),
  );
  const deletion = await asSystem((tx) => tx.clientDeletion.findUnique({ where: { tenantId } }));
  if (deletion?.state !== 'running') return;
  for (const [name, run] of STEPS) {
    if (deletion.steps.includes(name)) continue;
    try {
      await run(parts, tenantId, clock);
    } catch (error) {
      await asSystem((tx) => tx.clientDeletion.update({ where: { tenantId }, data: { error: `${name}: ${(error as Error).message}` } }));
      throw new Error(`the step ${name} of the deletion of ${tenantId} failed: ${(error as Error).message}`, { cause: error });
    }
    onStep(name, 'effective');
    await asSystem((tx) => tx.clientDeletion.update({ where: { tenantId }, data: { steps: { push: name }, error: null } }));
    onStep(name, 'recorded');
  }
  logger.info({ tenantId }, 'a client was deleted at its own request');
}

/** Before anything is removed: afterwards nobody could tell what was there. */
async function countHoldings(parts: DeletionParts, tenantId: string): Promise<void> {
  const found = await inventoryOf(parts, tenantId);
  await asSystem((tx) => tx.clientDeletion.update({ where: { tenantId }, data: { found: found as object[] } }));
}

async function removeStreamsAndGraph(parts: DeletionParts, tenantId: string): Promise<void> {
  await sampleClusters.find()?.detach(tenantId);
  await removeDataPlane(parts, tenantId);
  forgetClusters(tenantId);
}

/** Counters of rates and attempts, in this process or in Redis: their keys hold client ID, user ids and addresses. */
async function forgetCounters({ pool, forgetRates }: DeletionParts, tenantId: string): Promise<void> {
  const people = await ownPeople(pool, tenantId);
  await forgetRates([`tenant ${tenantId}`, ...people.flatMap(({ id, email }) => [id, email])]);
}

/** Deletes the accounts of people who belong to no other client, with their sessions and factors; kept mails to them; and jobs. */
async function removePeople({ pool }: DeletionParts, tenantId: string): Promise<void> {
  const people = await ownPeople(pool, tenantId);
  await asSystemSql(pool, async (sql) => {
    await sql.query('DELETE FROM outbox_mails WHERE recipient = ANY($1)', [people.map(({ email }) => email)]);
    await sql.query('DELETE FROM stripe_events e USING tenants t WHERE t.id = $1 AND t.stripe_customer_id = e.customer_id', [tenantId]);
    await sql.query('DELETE FROM users WHERE id = ANY($1::uuid[])', [people.map(({ id }) => id)]);
    const { rows } = await sql.query<{ found: boolean }>(`SELECT to_regclass('pgboss.job') IS NOT NULL AS found`);
    // Its own job is running, and holds nothing but the client ID.
    if (rows[0]?.found)
      await sql.query(`DELETE FROM pgboss.job WHERE data->>'tenantId' = $1 AND name <> $2`, [tenantId, DELETION_QUEUE.name]);
  });
}

async function ownPeople(pool: pg.Pool, tenantId: string): Promise<{ id: string; email: string }[]> {
  return asSystemSql(pool, async (sql) => (await sql.query<{ id: string; email: string }>(OWN_PEOPLE, [tenantId])).rows);
}

async function eraseAuditLog(_parts: DeletionParts, tenantId: string, clock: Clock): Promise<void> {
  while ((await sealAudit()) > 0);
  await asSystem((tx) => eraseAuditContent(tx, tenantId, clock()));
}

/**
 * Looks through every store again. When something is there, which arrived while it was being removed, the deletion goes on after its
 * second step. Otherwise signs the report, sends it to the owners and forgets them.
 */
async function report(parts: DeletionParts, tenantId: string, clock: Clock): Promise<void> {
  const left = await inventoryOf(parts, tenantId);
  const remains = left.filter(({ records }) => records > 0);
  if (remains.length > 0) {
    await asSystem((tx) => tx.clientDeletion.update({ where: { tenantId }, data: { steps: [...COUNTED] } }));
    throw new Error(`something is left and is removed again: ${remains.map(({ store, place }) => `${store}, ${place}`).join('; ')}`);
  }
  await asSystem(async (tx) => {
    const { owners, requestedAt, found, state } = await tx.clientDeletion.findUniqueOrThrow({ where: { tenantId } });
    if (state === 'done') return;
    const now = clock();
    const signed = await signReport({
      format: 'kg-rca-deletion-report/1',
      clientId: tenantId,
      installation: env.use().publicUrl,
      requestedAt: requestedAt.toISOString(),
      finishedAt: new Date(now).toISOString(),
      removed: (found as unknown as Holding[]).map((holding) => ({ ...holding, left: 0 })),
      ...(await whatStays(tx, tenantId)),
    });
    await audit(tx, { tenantId, actor: 'system', action: 'client.deleted', target: tenantId });
    for (const to of owners) await mailPort.use().send({ to, subject: `${tenantId} was deleted`, text: mailText(tenantId, signed) }, tx);
    await tx.clientDeletion.update({
      where: { tenantId },
      data: {
        state: 'done',
        report: signed,
        finishedAt: new Date(now),
        owners: [],
        requestedBy: 'an owner',
        reasonBefore: null,
        error: null,
      },
    });
  });
}

async function whatStays(tx: Tx, tenantId: string): Promise<Pick<DeletionReport, 'kept' | 'auditLog'>> {
  const last = await tx.auditEntry.findFirst({ where: { tenantId, hash: { not: null } }, orderBy: { place: 'desc' } });
  const counts: Record<string, number> = {
    tenants: 1,
    invoices: await tx.invoice.count({ where: { tenantId } }),
    audit_entries: Number(last?.place ?? 0),
    client_deletions: 1,
  };
  return {
    kept: Object.entries(KEPT).map(([table, { why }]) => ({ place: `table ${table}`, records: counts[table] ?? 0, why })),
    auditLog: { entries: Number(last?.place ?? 0), lastHash: last?.hash ?? '' },
  };
}

function mailText(clientId: string, signed: object): string {
  const { publicUrl } = env.use();
  return `Hello,\n\n${clientId} and all of its data were deleted from KG RCA, as an owner asked. This is the signed report of what was removed and what has to stay. Whether it is genuine can be checked by sending it to\n\n${publicUrl}/api/v1/deletion-report-verifications\n\nas described in the API reference.\n\n${JSON.stringify(signed, null, 2)}`;
}
