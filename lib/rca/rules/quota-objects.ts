import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, texts } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, hit, type Rule, type Scene, withChange } from '../rule.ts';

/**
 * Objects that are missing because a quota does not allow them to be created.
 * Signals: a ResourceQuota whose count of services, secrets, configmaps or claims is used up (or whose remaining storage
 * is smaller than the available volume), and in the same namespace a missing object of that kind that a failing workload
 * needs. The API server rejects its creation only towards the creator: there is no event.
 * Blames: the ResourceQuota. Source: kubernetes.io/docs/concepts/policy/resource-quotas, "Object count quota".
 */
export const quotaObjectRule: Rule = (scene) =>
  scene.cluster.of('ResourceQuota').flatMap((quota) => {
    const hard = texts(dig(quota.object, 'status', 'hard') ?? dig(quota.object, 'spec', 'hard'));
    const used = texts(dig(quota.object, 'status', 'used'));
    return Object.entries(hard).flatMap(([resource, limit]) => judge(scene, quota, resource, limit, used[resource] ?? '0'));
  });

const KIND_OF: Record<string, string> = {
  services: 'Service',
  secrets: 'Secret',
  configmaps: 'ConfigMap',
  persistentvolumeclaims: 'PersistentVolumeClaim',
};

function judge(scene: Scene, quota: Entity, resource: string, limit: string, used: string): Candidate[] {
  const plain = resource.replace(/^count\//, '');
  const kind = KIND_OF[plain];
  const [top, now] = [quantity(limit), quantity(used)];
  if (top === undefined || now === undefined) return [];
  if (kind && now >= top) return blame(scene, quota, kind, 'quota.object_count_exceeded', `${resource}: ${used} of ${limit} used`);
  if (/^(.*\/)?requests\.storage$/.test(resource) && needed(scene) > top - now)
    return blame(scene, quota, 'PersistentVolumeClaim', 'quota.storage_exceeded', `${resource}: ${used} of ${limit} used`);
  return [];
}

/** The size in bytes of the smallest available volume: the least that a missing claim would request. */
function needed({ cluster }: Scene): number {
  const sizes = cluster
    .of('PersistentVolume')
    .filter((volume) => dig(volume.object, 'status', 'phase') === 'Available')
    .flatMap((volume) => quantity(dig(volume.object, 'spec', 'capacity', 'storage')) ?? []);
  return sizes.length > 0 ? Math.min(...sizes) : 1;
}

/** Causes that say that an object does not exist. */
const MISSING_OBJECTS = [
  'service.missing',
  'config.secret_missing',
  'config.configmap_missing',
  'storage.claim_missing',
  'config.dependency_address_wrong',
];

/** The codes of the causes that a used-up quota explains: the objects that it prevents from being created do not exist. */
export function explainedByQuota(code: string): readonly string[] {
  return /^quota\.(object_count|storage)_exceeded$/.test(code) ? MISSING_OBJECTS : [];
}

function blame(scene: Scene, quota: Entity, kind: string, code: string, what: string): Candidate[] {
  const missing = missingObjects(scene, kind, quota.ref.namespace);
  if (missing.length === 0) return [];
  const names = [...new Set(missing.map(({ object }) => shown(object)))].join(', ');
  const hits: Hit[] = missing.flatMap(({ hit: one }) => one);
  const candidate: Candidate = {
    code,
    object: quota.ref,
    proof: 'state',
    weight: 0.04,
    own: true,
    summary: `${shown(quota.ref)} is used up (${what}), so ${names} cannot be created.`,
    evidenceFor: [
      stateEvidence(
        quota.ref,
        'status',
        { hard: dig(quota.object, 'status', 'hard'), used: dig(quota.object, 'status', 'used') },
        `${shown(quota.ref)}: ${what}`,
      ),
      ...missing
        .slice(0, 3)
        .map(({ object, hit: one }) => stateEvidence(object, 'metadata.name', object.name, `${shown(object)} does not exist; ${one.text}`)),
    ],
    remedies: [
      {
        text: 'Raise the quota, then create the object.',
        command: command`kubectl edit ${kindAndName(quota.ref)}`,
      },
      { text: 'Or delete counted objects that are not needed.', command: command`kubectl describe ${kindAndName(quota.ref)}` },
    ],
    hits,
    explainsCodes: explainedByQuota(code),
  };
  return [withChange(scene, candidate, quota.ref, ['hard', 'other'])];
}

/** Objects of a kind that failing workloads need but that do not exist. */
function missingObjects({ cluster, signs }: Scene, kind: string, namespace: string | undefined): { object: ObjectRef; hit: Hit }[] {
  const found = new Map<string, { object: ObjectRef; hit: Hit }>();
  for (const { workload } of signs) {
    if (!workload || workload.ref.namespace !== namespace) continue;
    const needs =
      kind === 'Service'
        ? cluster
            .callsOf(workload)
            .flatMap((call) => (call.inCluster && !call.service ? [ref('Service', namespace, call.host.split('.')[0]!)] : []))
        : cluster.referencesOf(workload).flatMap(({ target, optional }) => (target.kind === kind && !optional ? [target] : []));
    for (const object of needs) {
      if (cluster.find(object.kind, object.namespace, object.name)) continue;
      // A Service counts as missing only if there is a workload of its name; otherwise the caller has a wrong address.
      if (kind === 'Service' && !cluster.workloads.some((one) => one.ref.namespace === namespace && one.ref.name === object.name)) continue;
      found.set(`${keyOf(object)} ${workload.key}`, { object, hit: hit(workload, 'object missing', `${shown(workload.ref)} needs it`) });
    }
  }
  return [...found.values()];
}
