import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, text, time } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import { aspectOf } from '../cluster/changes.ts';
import type { CollectedKind, Entity } from '../cluster/entities.ts';
import type { Cluster, Workload } from '../cluster/index.ts';
import { changeEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Scene, undo } from '../rule.ts';
import { type Alarm, workloadsAbout } from '../symptoms/alerts.ts';
import type { ChangeRecord } from '../types.ts';
import { appliesToPodsOf, isOfWholeMesh } from './mesh-policies.ts';

/** How long before an alert a change can have been made and still be its cause: rules wait some minutes before they fire. */
const BEFORE_MS = 60 * 60_000;

/** What was changed shortly before an alert about failing or slow requests: the pods' template, their configuration, a policy. */
export function changesBefore(scene: Scene, alarm: Alarm): Candidate[] {
  const workloads = workloadsAbout(scene.cluster, alarm);
  const until = alarm.alert.startsAt ?? scene.cluster.now;
  const isBefore = (at: number | undefined): at is number => at !== undefined && at <= until && at >= until - BEFORE_MS;
  return [
    ...workloads.flatMap((workload) => [...newRevision(scene, workload, isBefore), ...editedConfiguration(scene, workload, isBefore)]),
    ...newPolicies(scene, alarm, workloads, isBefore),
  ];
}

type When = (at: number | undefined) => at is number;

function newRevision({ cluster }: Scene, workload: Workload, isBefore: When): Candidate[] {
  const change = cluster
    .changesOf(workload.ref)
    .find(({ at, fields: all }) => isBefore(at) && all.some(({ path }) => /template/.test(path)));
  if (!change) return [];
  const source = newSource(change, workload);
  return [
    {
      code: source || isOnlyEnvironment(change) ? 'config.value_invalid' : 'rollout.bad_revision',
      object: source ?? workload.ref,
      proof: 'change',
      weight: 0.06,
      own: true,
      summary: source
        ? `${shown(workload.ref)} has read ${shown(source)} since its latest revision, shortly before the alert.`
        : `${shown(workload.ref)} got a new revision shortly before the alert.`,
      evidenceFor: [changeEvidence(change)],
      remedies: [
        ...undo(workload.ref),
        ...(source ? [{ text: `Check ${shown(source)}.`, command: command`kubectl describe ${kindAndName(source)}` }] : []),
      ],
      hits: [hit(workload, 'new revision', 'Its pods run the new revision')],
      change,
      onset: change.at,
    },
  ];
}

/** The ConfigMap or Secret that the pods read only since the change. */
function newSource({ fields: all }: ChangeRecord, workload: Workload): ObjectRef | undefined {
  for (const { path, after } of all) {
    const kind = /configMap(?:Ref|KeyRef)?\/name$/.test(path)
      ? 'ConfigMap'
      : /secret(?:Ref|KeyRef)?\/name$|secret\/secretName$/.test(path)
        ? 'Secret'
        : undefined;
    if (kind && after) return ref(kind, workload.ref.namespace, after);
  }
  return undefined;
}

function isOnlyEnvironment({ fields: all }: ChangeRecord): boolean {
  const aspects = new Set(all.map(({ path }) => aspectOf(path)).filter((one) => one !== 'labels' && one !== 'other'));
  return aspects.size === 1 && aspects.has('env');
}

/** ConfigMaps and Secrets that a workload reads and somebody edited, by an observed change or by managedFields. */
function editedConfiguration({ cluster }: Scene, workload: Workload, isBefore: When): Candidate[] {
  const sources = cluster.referencesOf(workload).filter(({ target, forPull }) => !forPull && /^(ConfigMap|Secret)$/.test(target.kind));
  return uniqueRefs(sources.map(({ target }) => target)).flatMap((source) => {
    const change = cluster.changesOf(source).find(({ at, op }) => op === 'updated' && isBefore(at));
    const found = cluster.find(source.kind, source.namespace, source.name);
    const edited = change?.at ?? (found && editedAt(found));
    if (!isBefore(edited)) return [];
    return [
      {
        code: 'config.value_invalid',
        object: source,
        proof: 'change' as const,
        weight: 0.04,
        own: true,
        summary: `${shown(source)}, which ${shown(workload.ref)} reads, was edited shortly before the alert.`,
        evidenceFor: change
          ? [changeEvidence(change)]
          : [
              stateEvidence(
                source,
                'metadata.managedFields',
                new Date(edited).toISOString(),
                `${shown(source)} was edited at ${new Date(edited).toISOString()}`,
              ),
            ],
        remedies: [{ text: `Check ${shown(source)}.`, command: command`kubectl describe ${kindAndName(source)}` }, ...undo(workload.ref)],
        hits: [hit(workload, 'configuration', 'It reads the edited values')],
        onset: edited,
        ...(change && { change }),
      },
    ];
  });
}

/** An apply within this time of the creation made the object. */
const CREATION_MS = 5_000;

/** When an object was last edited after its creation, epoch ms, as managedFields tell it. */
function editedAt({ object, createdAt }: Entity): number | undefined {
  const times = items(dig(object, 'metadata', 'managedFields')).flatMap((entry) =>
    text(entry.subresource) === 'status' ? [] : (time(entry.time) ?? []),
  );
  const newest = times.length > 0 ? Math.max(...times) : undefined;
  return newest !== undefined && (createdAt === undefined || newest > createdAt + CREATION_MS) ? newest : undefined;
}

/** The kinds that decide which requests reach pods, what it means when one of them is at fault, and which pods it concerns. */
const POLICIES: readonly {
  kind: CollectedKind;
  code: string;
  /** Whether it concerns the pods of a workload. A route, which has no such function, concerns those of its namespace. */
  concerns?: (cluster: Cluster, policy: Entity, workload: Workload) => boolean;
  deniesAll?: (object: KubernetesObject) => boolean;
}[] = [
  { kind: 'NetworkPolicy', code: 'network.policy_blocking', concerns: selectsPodsOf, deniesAll: deniesAllTraffic },
  { kind: 'AuthorizationPolicy', code: 'mesh.policy_blocking', concerns: appliesToPodsOf, deniesAll: deniesAllRequests },
  { kind: 'PeerAuthentication', code: 'mesh.policy_blocking', concerns: appliesToPodsOf },
  { kind: 'VirtualService', code: 'gateway.route_wrong' },
  { kind: 'DestinationRule', code: 'gateway.route_wrong' },
  { kind: 'HTTPRoute', code: 'gateway.route_wrong' },
];

/** Whether a NetworkPolicy selects the pods of a workload in its namespace; without a selector it selects all of them. */
function selectsPodsOf(_: Cluster, { object }: Entity, { templateLabels }: Workload): boolean {
  return isSelected(fields(object.spec).podSelector ?? {}, templateLabels);
}

/** Policies and routes that were applied shortly before the alert, after the pods that they concern had been made. */
function newPolicies({ cluster }: Scene, { object }: Alarm, workloads: readonly Workload[], isBefore: When): Candidate[] {
  const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
  return POLICIES.flatMap(({ kind, code, concerns, deniesAll }) =>
    cluster.of(kind).flatMap((one) => {
      const change = cluster.changesOf(one.ref).find(({ at }) => isBefore(at));
      const at = [change?.at, editedAt(one), one.createdAt].find(isBefore);
      const isNear = one.ref.namespace === namespace || (code === 'mesh.policy_blocking' && isOfWholeMesh(one));
      if (!isNear || at === undefined) return [];
      const concerned = workloads.filter(
        (workload) =>
          (workload.createdAt === undefined || at > workload.createdAt + CREATION_MS) && (concerns?.(cluster, one, workload) ?? true),
      );
      if (concerned.length === 0) return [];
      const isAll = deniesAll?.(one.object) === true;
      const what = isAll ? 'denies every request to the pods that it selects' : 'decides which requests reach the pods';
      return [
        {
          code,
          object: one.ref,
          proof: isAll ? ('state' as const) : ('change' as const),
          weight: isAll ? -0.04 : 0.02,
          own: true,
          summary: `${shown(one.ref)} ${what}, and was applied shortly before the alert.`,
          evidenceFor: [
            ...(change ? [changeEvidence(change)] : []),
            stateEvidence(
              one.ref,
              'spec',
              isAll ? 'denies all' : '',
              `${shown(one.ref)} ${what}; it was applied at ${new Date(at).toISOString()}`,
            ),
          ],
          remedies: [
            {
              text: 'Check whether it may deny these requests; delete it, or add a rule that allows them.',
              command: command`kubectl describe ${kindAndName(one.ref)}`,
            },
          ],
          hits: concerned.map((workload) => hit(workload, 'policy', 'Requests to its pods are refused')),
          onset: at,
          ...(change && { change }),
        },
      ];
    }),
  );
}

/** A NetworkPolicy that selects pods and has no rule for their incoming traffic. */
function deniesAllTraffic(policy: KubernetesObject): boolean {
  const spec = fields(policy.spec);
  const types = Array.isArray(spec.policyTypes) ? spec.policyTypes : ['Ingress'];
  return types.includes('Ingress') && items(spec.ingress).length === 0;
}

/**
 * An AuthorizationPolicy of Istio that denies whatever comes: DENY with a rule that matches everything, or ALLOW without rules
 * (istio.io/latest/docs/reference/config/security/authorization-policy).
 */
function deniesAllRequests(policy: KubernetesObject): boolean {
  const spec = fields(policy.spec);
  const rules = items(spec.rules);
  const action = text(spec.action) ?? 'ALLOW';
  return action === 'DENY' ? rules.some((rule) => Object.keys(rule).length === 0) : action === 'ALLOW' && rules.length === 0;
}
