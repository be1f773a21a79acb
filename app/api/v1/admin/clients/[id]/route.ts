import { z } from 'zod';
import { recordBalance as balanceOf, clientDetail } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { listAudit } from '#lib/audit/index.ts';
import { billingOf } from '#lib/billing/index.ts';
import { lastRebuild } from '#lib/graph/index.ts';
import { limitsOf } from '#lib/plans/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { closeClient } from '#lib/provisioning/index.ts';
import { monthSummary } from '#lib/usage/index.ts';
import { planName } from '../../../inputs.ts';
import { done, maybeTime, OK, time } from '../../../schemas.ts';
import { shownTerms } from '../../plans/schemas.ts';
import { clientParams, clientStatus, provisioningStep, recordBalance, shownBalance, shownStep } from '../../schemas.ts';
import { closeClientInput } from './input.ts';

export const GET = route(
  {
    operationId: 'getClient',
    method: 'GET',
    path: '/api/v1/admin/clients/{id}',
    summary: 'Get a client with its provisioning, usage, invoices and latest audit log entries.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: z.object({
      id: z.string(),
      name: z.string(),
      plan: planName,
      /** The limits and prices that hold for it. */
      limits: shownTerms,
      status: clientStatus,
      suspendedReason: z.string().nullable(),
      /** When the deletion that an owner asked for begins. */
      deletionDueAt: maybeTime,
      failedPayments: z.number(),
      createdAt: time,
      firstDataAt: maybeTime,
      members: z.array(z.object({ email: z.string(), name: z.string(), role: z.string() })),
      clusters: z.array(z.object({ name: z.string(), agentVersion: z.string().nullable(), lastHeartbeatAt: maybeTime })),
      steps: z.array(provisioningStep),
      rebuild: z
        .object({
          state: z.enum(['wanted', 'running', 'done', 'failed']),
          requestedAt: time,
          requestedBy: z.string(),
          applied: z.number(),
          total: z.number(),
          endedAt: maybeTime,
          error: z.string().nullable(),
        })
        .nullable(),
      records: recordBalance.nullable(),
      subscription: z.object({ status: z.string(), currentPeriodEnd: time }).nullable(),
      usage: z.object({
        events: z.number(),
        eventsToday: z.number(),
        duplicates: z.number(),
        rejected: z.number(),
        rcaQueries: z.number(),
        apiCalls: z.number(),
        storageBytes: z.number(),
      }),
      invoices: z.array(
        z.object({
          id: z.string(),
          number: z.string().nullable(),
          status: z.string(),
          totalCents: z.number(),
          attemptCount: z.number(),
          createdAt: time,
          hostedUrl: z.string().nullable(),
        }),
      ),
      audit: z.array(z.object({ id: z.string(), at: time, actor: z.string(), action: z.string(), target: z.string() })),
    }),
  },
  async ({ params, now }) => {
    const client = await clientDetail(params.id);
    const hasStreams = client.status !== 'closed' && client.steps.some(({ name, status }) => name === 'event-streams' && status === 'done');
    const [usage, { invoices }, audit, rebuild, records] = await Promise.all([
      monthSummary(client.id, now),
      billingOf(client.id),
      listAudit(client.id, 20),
      lastRebuild(client.id),
      hasStreams ? balanceOf(client.id).then(shownBalance) : null,
    ]);
    return {
      ...client,
      limits: limitsOf(client),
      createdAt: client.createdAt.getTime(),
      deletionDueAt: client.deletionDueAt?.getTime() ?? null,
      firstDataAt: client.firstDataAt?.getTime() ?? null,
      members: client.memberships.map(({ user, role }) => ({ ...user, role })),
      clusters: client.clusters.map((cluster) => ({ ...cluster, lastHeartbeatAt: cluster.lastHeartbeatAt?.getTime() ?? null })),
      steps: client.steps.map(shownStep),
      subscription: client.subscription && {
        status: client.subscription.status,
        currentPeriodEnd: client.subscription.currentPeriodEnd.getTime(),
      },
      usage,
      records,
      rebuild: rebuild ?? null,
      invoices: invoices.map((invoice) => ({ ...invoice, createdAt: invoice.createdAt.getTime() })),
      audit: audit.map((entry) => ({ ...entry, id: String(entry.id), at: entry.at.getTime() })),
    };
  },
);

export const DELETE = route(
  {
    operationId: 'closeClient',
    method: 'DELETE',
    path: '/api/v1/admin/clients/{id}',
    summary:
      'Close a client permanently: its API keys are revoked, and its graph, streams and credentials are deleted. Invoices and the audit log are kept. The client ID is never reused.',
    tag: 'Provider',
    access: 'staff',
    stepUp: true,
    params: clientParams,
    query: closeClientInput,
    problems: [409],
    response: done,
  },
  async ({ params, query, principal }) => {
    if (query.confirm !== params.id)
      throw invalid('confirm', `Type the client ID, ${params.id}, to confirm. Closing a client cannot be undone.`);
    await closeClient(params.id, query.reason, principal.name);
    return OK;
  },
);
