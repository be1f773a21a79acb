import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { FeatureSwitch } from '../../prisma/generated/client.ts';
import { FEATURE_NAMES, FEATURES, type FeatureName } from './features.ts';

/** How long a process trusts the switches that it has read. */
const TRUSTED_MS = 10_000;

let known: { until: number; switches: FeatureSwitch[] } | undefined;

async function switches(): Promise<FeatureSwitch[]> {
  if (!known || known.until <= performance.now())
    known = { until: performance.now() + TRUSTED_MS, switches: await asSystem((tx) => tx.featureSwitch.findMany()) };
  return known.switches;
}

function isOn(all: readonly FeatureSwitch[], name: FeatureName, tenantId: string): boolean {
  const of = (owner: string | null) => all.find((one) => one.name === name && one.tenantId === owner)?.isOn;
  return of(tenantId) ?? of(null) ?? FEATURES[name].byDefault;
}

/** Tells of each client whether a feature is on, as of now; a change takes effect within some seconds. */
export async function featureTest(name: FeatureName): Promise<(tenantId: string) => boolean> {
  const all = await switches();
  return (tenantId) => isOn(all, name, tenantId);
}

/** Whether a client has a feature: as it is switched for the client, otherwise for the installation, otherwise as it is declared. */
export async function hasFeature(name: FeatureName, tenantId: string): Promise<boolean> {
  return (await featureTest(name))(tenantId);
}

/** Throws a Problem with status 403 unless a client has a feature. */
export async function assertFeature(name: FeatureName, tenantId: string): Promise<void> {
  if (await hasFeature(name, tenantId)) return;
  throw new Problem(403, 'feature_off', `${FEATURES[name].title}: switched off for this account. Ask the provider to switch it on.`);
}

/** The features that a client does not have. */
export async function missingFeatures(tenantId: string): Promise<FeatureName[]> {
  const all = await switches();
  return FEATURE_NAMES.filter((name) => !isOn(all, name, tenantId));
}

/** A feature as the staff see it: for the installation, and the clients for which it was decided otherwise. */
export interface FeatureState {
  name: FeatureName;
  title: string;
  description: string;
  isOn: boolean;
  /** Who switched it last, and when; null while it is as declared. */
  changedBy: string | null;
  changedAt: Date | null;
  clients: { id: string; isOn: boolean }[];
}

/** All features, read anew. */
export async function listFeatures(): Promise<FeatureState[]> {
  const all = await asSystem((tx) => tx.featureSwitch.findMany({ orderBy: { tenantId: 'asc' } }));
  return FEATURE_NAMES.map((name) => {
    const own = all.filter((one) => one.name === name);
    const installation = own.find(({ tenantId }) => tenantId === null);
    return {
      ...{ name, title: FEATURES[name].title, description: FEATURES[name].description },
      isOn: installation?.isOn ?? FEATURES[name].byDefault,
      changedBy: installation?.changedBy ?? null,
      changedAt: installation?.changedAt ?? null,
      clients: own.flatMap(({ tenantId, isOn }) => (tenantId === null ? [] : [{ id: tenantId, isOn }])),
    };
  });
}

/** A feature of one client: whether everybody has it, and what was decided for this client alone, if anything. */
export interface ClientFeature {
  name: FeatureName;
  title: string;
  forEverybody: boolean;
  decided: boolean | null;
}

/** The features of a client, read anew. */
export async function featuresOf(tenantId: string): Promise<ClientFeature[]> {
  const all = await asSystem((tx) => tx.featureSwitch.findMany({ where: { OR: [{ tenantId }, { tenantId: null }] } }));
  return FEATURE_NAMES.map((name) => ({
    ...{ name, title: FEATURES[name].title },
    forEverybody: all.find((one) => one.name === name && one.tenantId === null)?.isOn ?? FEATURES[name].byDefault,
    decided: all.find((one) => one.name === name && one.tenantId === tenantId)?.isOn ?? null,
  }));
}

/** Switches a feature for the installation: for every client for which nothing else was decided. `now` in epoch ms. */
export async function switchFeature(name: FeatureName, on: boolean, actor: string, now: number): Promise<void> {
  await asSystem((tx) => store(tx, name, null, on, actor, now));
  known = undefined;
}

/**
 * Switches a feature for one client; null: as for everybody. Throws a Problem with status 404 for a client that does not exist. `now`
 * in epoch ms.
 */
export async function switchFeatureOf(tenantId: string, name: FeatureName, on: boolean | null, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    if (!(await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } }))) throw notFound();
    await store(tx, name, tenantId, on, actor, now);
  });
  known = undefined;
}

async function store(tx: Tx, name: FeatureName, tenantId: string | null, on: boolean | null, actor: string, now: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('feature switches', 0))`;
  const before = await tx.featureSwitch.findFirst({ where: { name, tenantId } });
  if ((before?.isOn ?? null) === on) return;
  if (before) await tx.featureSwitch.delete({ where: { id: before.id } });
  if (on !== null) await tx.featureSwitch.create({ data: { name, tenantId, isOn: on, changedBy: actor, changedAt: new Date(now) } });
  await audit(tx, {
    ...{ tenantId: tenantId ?? INSTALLATION, actor, action: 'feature.switched', target: name },
    before: { isOn: before?.isOn ?? null },
    after: { isOn: on },
  });
}
