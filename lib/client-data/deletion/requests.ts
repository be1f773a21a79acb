import { audit } from '#lib/audit/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';

const HOUR_MS = 3_600_000;
/** How long before the end owners are reminded; half of the grace period where that is shorter. */
const REMINDER_MS = 24 * HOUR_MS;
const REASON = 'deletion requested';

/** The deletion of a client that was asked for and not taken back. Times in epoch ms. */
export interface DeletionState {
  state: 'requested' | 'running' | 'done';
  requestedBy: string;
  requestedAt: number;
  dueAt: number;
}

/** The deletion that is pending for a client; undefined if there is none. */
export async function deletionOf(tenantId: string): Promise<DeletionState | undefined> {
  const row = await inTenant(tenantId, (tx) => tx.clientDeletion.findUnique({ where: { tenantId } }));
  if (!row || row.state === 'withdrawn') return undefined;
  return {
    state: row.state as DeletionState['state'],
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.getTime(),
    dueAt: row.dueAt.getTime(),
  };
}

/**
 * Asks for the deletion of a client on behalf of an owner, who has typed its ID (`confirm`). From now on its data is refused; the
 * deletion begins when the grace period is over. Owners are told by mail. Throws a Problem: 422 for another ID, 409 for a client
 * whose deletion was asked for already, or that is closed. `now` in epoch ms.
 */
export async function requestDeletion(tenantId: string, confirm: string, actor: string, now: number): Promise<void> {
  if (confirm !== tenantId) throw invalid('confirm', `Type the client ID, ${tenantId}, to confirm.`);
  const dueAt = now + env.use().DELETION_GRACE_HOURS * HOUR_MS;
  await asSystem(async (tx) => {
    const tenant = await locked(tx, tenantId);
    if (tenant.deletionDueAt) throw new Problem(409, 'deletion_requested', 'The deletion of this account was asked for already.');
    if (tenant.status === 'closed') throw new Problem(409, 'client_closed', 'This client has been closed.');
    const owners = await ownersOf(tx, tenantId);
    const row = {
      state: 'requested',
      requestedBy: actor,
      requestedAt: new Date(now),
      dueAt: new Date(dueAt),
      statusBefore: tenant.status,
      reasonBefore: tenant.suspendedReason,
      owners,
    };
    // One that was taken back leaves nothing behind.
    await tx.clientDeletion.deleteMany({ where: { tenantId } });
    await tx.clientDeletion.create({ data: { tenantId, ...row } });
    await tx.tenant.update({
      where: { id: tenantId },
      data: { status: 'suspended', suspendedReason: REASON, deletionDueAt: new Date(dueAt) },
    });
    await audit(tx, {
      tenantId,
      actor,
      action: 'client.deletion_requested',
      target: tenantId,
      after: { dueAt: new Date(dueAt).toISOString() },
    });
    await tellOwners(
      tx,
      tenantId,
      owners,
      `The deletion of ${tenantId} was requested`,
      `${actor} asked for the deletion of ${tenantId} and all of its data. It begins on ${timeOf(dueAt)} and cannot be undone from then on. Until then agents are refused, and an owner can take the request back or export the data here:\n\n${page()}`,
    );
  });
}

/**
 * Takes the request back: the client is again what it was before. Throws a Problem with status 409 where none is pending, or where
 * the deletion has begun.
 */
export async function withdrawDeletion(tenantId: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const tenant = await locked(tx, tenantId);
    const request = await tx.clientDeletion.findUnique({ where: { tenantId } });
    if (request?.state !== 'requested' || tenant.status === 'closed')
      throw new Problem(409, 'no_deletion', 'There is no request for the deletion of this account that could be taken back.');
    const pending = await tx.provisioningStep.count({ where: { tenantId, status: { not: 'done' } } });
    const wasSuspended = request.statusBefore === 'suspended';
    await tx.tenant.update({
      where: { id: tenantId },
      data: {
        status: wasSuspended ? 'suspended' : pending ? 'onboarding' : 'active',
        suspendedReason: wasSuspended ? request.reasonBefore : null,
        deletionDueAt: null,
      },
    });
    await tx.clientDeletion.update({ where: { tenantId }, data: { state: 'withdrawn', owners: [] } });
    await audit(tx, { tenantId, actor, action: 'client.deletion_withdrawn', target: tenantId });
    await tellOwners(
      tx,
      tenantId,
      request.owners,
      `The deletion of ${tenantId} was taken back`,
      `${actor} took back the request to delete ${tenantId}. Nothing was deleted, and data is accepted again.`,
    );
  });
}

/** Reminds the owners of clients whose grace period is nearly over, once. Several processes may run it at once. `now` in epoch ms. */
export async function remindOwners(now: number): Promise<void> {
  const pending = await asSystem((tx) => tx.clientDeletion.findMany({ where: { state: 'requested', remindedAt: null } }));
  for (const { tenantId, requestedAt, dueAt, owners } of pending) {
    const lead = Math.min(REMINDER_MS, (dueAt.getTime() - requestedAt.getTime()) / 2);
    if (now < dueAt.getTime() - lead || now >= dueAt.getTime()) continue;
    await asSystem(async (tx) => {
      const where = { tenantId, state: 'requested', remindedAt: null };
      const { count } = await tx.clientDeletion.updateMany({ where, data: { remindedAt: new Date(now) } });
      if (count === 0) return;
      await tellOwners(
        tx,
        tenantId,
        owners,
        `${tenantId} will be deleted soon`,
        `The deletion of ${tenantId} and all of its data begins on ${timeOf(dueAt.getTime())}. This is the last reminder. An owner can take the request back until then:\n\n${page()}`,
      );
    });
  }
}

/** The clients whose grace period is over, and those whose deletion has begun and not ended. `now` in epoch ms. */
export async function dueDeletions(now: number): Promise<string[]> {
  const rows = await asSystem((tx) =>
    tx.clientDeletion.findMany({
      where: { OR: [{ state: 'requested', dueAt: { lte: new Date(now) } }, { state: 'running' }] },
      select: { tenantId: true },
      orderBy: { dueAt: 'asc' },
      take: 100,
    }),
  );
  return rows.map(({ tenantId }) => tenantId);
}

async function locked(tx: Tx, tenantId: string) {
  await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
  return tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
}

async function ownersOf(tx: Tx, tenantId: string): Promise<string[]> {
  const owners = await tx.membership.findMany({ where: { tenantId, role: 'owner' }, include: { user: true } });
  return owners.map(({ user }) => user.email);
}

async function tellOwners(tx: Tx, tenantId: string, owners: readonly string[], subject: string, text: string): Promise<void> {
  for (const to of owners) await mailPort.use().send({ tenantId, to, subject, text: `Hello,\n\n${text}` }, tx);
}

function page(): string {
  return `${env.use().publicUrl}/your-data`;
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
