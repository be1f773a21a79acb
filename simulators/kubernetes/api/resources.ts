import { KINDS, type Kind } from '../store/kinds.ts';

/** A subresource listed in discovery, and the kind that it returns. */
export interface Subresource {
  name: string;
  responseKind: { group: string; version: string; kind: string };
  verbs: string[];
}

/** A resource that is answered but never stored. */
export interface Review {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
}

const WITH_SCALE = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);

const WITH_STATUS = new Set([
  ...['Namespace', 'Node', 'Pod', 'Service', 'PersistentVolumeClaim', 'PersistentVolume', 'ResourceQuota'],
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'],
  ...['Ingress', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
]);

/** What `kubectl get all` returns. */
const IN_ALL = new Set([
  ...['Pod', 'Service', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'HorizontalPodAutoscaler'],
]);

export const OBJECT_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Whether the status of a kind is written through /status only. */
export function hasStatus(kind: Kind): boolean {
  return WITH_STATUS.has(kind.kind);
}

export function hasScale(kind: Kind): boolean {
  return WITH_SCALE.has(kind.kind);
}

export function categoriesOf(kind: Kind): string[] {
  if (IN_ALL.has(kind.kind)) return ['all'];
  return kind.group === 'admissionregistration.k8s.io' ? ['api-extensions'] : [];
}

export function subresourcesOf(kind: Kind): Subresource[] {
  const own = { group: kind.group, version: kind.version, kind: kind.kind };
  return [
    ...(kind.kind === 'Pod'
      ? [
          { name: 'eviction', responseKind: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] },
          { name: 'log', responseKind: own, verbs: ['get'] },
        ]
      : []),
    ...(hasScale(kind)
      ? [{ name: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: ['get', 'patch', 'update'] }]
      : []),
    ...(hasStatus(kind) ? [{ name: 'status', responseKind: own, verbs: ['get', 'patch', 'update'] }] : []),
    ...(kind.kind === 'ServiceAccount'
      ? [{ name: 'token', responseKind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, verbs: ['create'] }]
      : []),
  ];
}

const review = (group: string, plural: string, kind: string): Review => ({
  group,
  version: 'v1',
  plural,
  singular: kind.toLowerCase(),
  kind,
});

export const REVIEWS: readonly Review[] = [
  review('authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
];

/** The served groups, core ('') first, each with its versions. */
export function groups(): { group: string; versions: string[] }[] {
  const all = new Map<string, Set<string>>();
  for (const { group, version } of [...KINDS, ...REVIEWS]) all.set(group, (all.get(group) ?? new Set()).add(version));
  return [...all].map(([group, versions]) => ({ group, versions: [...versions] }));
}
