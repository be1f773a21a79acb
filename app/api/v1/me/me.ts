import { z } from 'zod';
import { ANNOUNCEMENT_TONES, shownAnnouncements } from '#lib/admin/index.ts';
import { clientsOf, type Principal } from '#lib/auth/index.ts';
import { stripePort } from '#lib/billing/index.ts';
import { clusterDisplayNames } from '#lib/clusters/index.ts';
import { FEATURE_NAMES, missingFeatures } from '#lib/features/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { env } from '#lib/platform/env.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { maybeTime } from '../schemas.ts';

const announcement = z.object({ id: z.string(), title: z.string(), body: z.string(), tone: z.enum(ANNOUNCEMENT_TONES) });

/** Who makes a request, its client, and what is simulated on this installation. */
export const me = z.object({
  name: z.string(),
  /** Whether this is a person with an account, and not an API key or the staff token. */
  isPerson: z.boolean(),
  via: z.enum(['session', 'key', 'staff-token', 'scim-token']),
  isStaff: z.boolean(),
  role: z.enum(['viewer', 'member', 'admin', 'owner']).nullable(),
  client: z
    .object({
      id: z.string(),
      name: z.string(),
      plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
      status: z.enum(['onboarding', 'active', 'suspended', 'closed']),
      /** When the deletion that an owner asked for begins. */
      deletionDueAt: maybeTime,
      /** Why it is suspended. */
      suspendedFor: z.enum(['payment', 'staff']).nullable(),
      clusterNames: z.record(z.string(), z.string()).describe('What people call the clusters that were renamed, by their names.'),
      missingFeatures: z.array(z.enum(FEATURE_NAMES)).describe('What the provider has switched off for it.'),
    })
    .nullable(),
  /** The clients that the person belongs to; the session works for one of them. */
  clients: z.array(z.object({ id: z.string(), name: z.string() })),
  lacksSecondFactor: z.boolean(),
  /** The client whose single sign-on opened this session, which then works for it alone. */
  ssoClient: z.string().nullable(),
  /** The name of the client that the person could work for if they signed in with its single sign-on. */
  needsSso: z.string().nullable(),
  impersonation: z.object({ by: z.string(), reason: z.string() }).nullable(),
  installation: z.object({
    paymentsSimulated: z.boolean(),
    paymentsOff: z.boolean(),
    outbox: z.boolean(),
    mailOff: z.boolean(),
    sampleCluster: z.boolean(),
    announcements: z.array(announcement),
  }),
});

/** Who a principal is. `now` in epoch ms. */
export async function meOf(principal: Principal, now: number): Promise<z.output<typeof me>> {
  return {
    name: principal.name,
    isPerson: principal.userId !== undefined,
    via: principal.via,
    isStaff: principal.isStaff,
    role: principal.role ?? null,
    client: principal.tenant ? await shownClient(principal.tenant) : null,
    clients: principal.userId && principal.sessionId ? await clientsOf(principal.userId, principal.sessionId) : [],
    lacksSecondFactor: principal.lacksSecondFactor ?? false,
    ssoClient: principal.ssoClient ?? null,
    needsSso: principal.needsSso ?? null,
    impersonation: principal.impersonation ?? null,
    installation: {
      paymentsSimulated: stripePort.find()?.simulated ?? false,
      paymentsOff: stripePort.find() === undefined,
      outbox: mailPort.find()?.kind === 'outbox',
      mailOff: mailPort.find()?.kind === 'off',
      sampleCluster: env.use().loopback,
      announcements: (await shownAnnouncements(now)).map((one) => announcement.parse(one)),
    },
  };
}

async function shownClient({ id, name, plan, status, deletionDueAt, suspendedFor }: TenantContext) {
  const about = { id, name, plan, status, deletionDueAt: deletionDueAt ?? null, suspendedFor: suspendedFor ?? null };
  const [clusterNames, missing] = await Promise.all([clusterDisplayNames(id), missingFeatures(id)]);
  return { ...about, clusterNames, missingFeatures: missing };
}
