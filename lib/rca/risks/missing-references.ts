import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { isClusterWide } from '#lib/kubernetes/custom-kinds.ts';
import { dig, fields, items, text } from '#lib/kubernetes/fields.ts';
import { ingressBackends } from '#lib/kubernetes/references.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { customReferencesOf } from '../cluster/custom-references.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Finding, Ground, RiskCheck, Severity } from './check.ts';
import { type Cluster, isOfStatefulSet, type Workload } from './templates.ts';

/** A reference by name: the field, what it means, and what its absence would do. */
interface Named {
  path: string;
  target: ObjectRef;
  severity: Severity;
}

/** A name that leads nowhere: what refers to it cannot start, route, bind or authorize when it is needed next. */
export const missingReferenceRisk: RiskCheck = {
  code: 'reference.missing',
  title: 'Refers to an object that does not exist',
  foretells:
    /missing$|^ingress\.|^gateway\.|^storage\.class_wrong|^autoscaling\.ineffective|^rbac\.|^admission\.|^certificate\.|^tls\.|^resource\.|^lifecycle\./,
  find: (ground) => [
    ...ground.cluster.workloads.flatMap((workload) =>
      workload.deletedAt === undefined ? missingOf(ground, workload.ref, templateNames(ground.cluster, workload)) : [],
    ),
    ...ground.cluster.all.flatMap((entity) => (entity.deletedAt === undefined ? missingOf(ground, entity.ref, namesOf(entity)) : [])),
  ],
};

function missingOf(ground: Ground, object: ObjectRef, names: readonly Named[]): Finding[] {
  return names
    .filter(({ target }) => ground.isMissing(target))
    .map(({ path, target, severity }) => ({
      object,
      target,
      severity,
      text: `${shown(object)} refers to ${shown(target)}, which does not exist.`,
      path,
      value: target.name,
      remedy: { text: `Create ${shown(target)}, or correct the name.`, command: command`kubectl get ${kindAndName(object)} -o yaml` },
    }));
}

function templateNames(cluster: Cluster, workload: Workload): Named[] {
  const { namespace } = workload.ref;
  const base = workload.ref.kind === 'Pod' ? 'spec' : 'spec.template.spec';
  const references = cluster
    .referencesOf(workload)
    .filter(({ target, optional }) => !optional && !isOfStatefulSet(workload, target))
    // A kubelet that does not find the Secret for pulling goes on without it: an image that needs none starts all the same.
    .map(({ target, where, forPull }): Named => ({ path: `${base}: ${where}`, target, severity: forPull ? 'low' : 'high' }));
  const classes = [
    ['priorityClassName', 'PriorityClass'],
    ['runtimeClassName', 'RuntimeClass'],
  ] as const;
  return [
    ...references,
    ...classes.flatMap(([field, kind]) => named(`${base}.${field}`, ref(kind, undefined, text(workload.template[field]) ?? ''), 'high')),
    ...(workload.ref.kind === 'StatefulSet'
      ? named('spec.serviceName', ref('Service', namespace, text(dig(workload.object, 'spec', 'serviceName')) ?? ''), 'medium')
      : []),
  ];
}

const named = (path: string, target: ObjectRef, severity: Severity): Named[] => (target.name === '' ? [] : [{ path, target, severity }]);

function namesOf(entity: Entity): Named[] {
  const { ref: own, object } = entity;
  const { namespace } = own;
  const spec = dig(object, 'spec');
  const name = (path: string, kind: string, value: unknown, severity: Severity, at = namespace) =>
    named(path, ref(kind, isClusterWide(kind) ? undefined : at, text(value) ?? ''), severity);
  switch (own.kind) {
    case 'Ingress':
      return [
        ...name('spec.ingressClassName', 'IngressClass', dig(spec, 'ingressClassName'), 'high'),
        ...ingressBackends(fields(spec)).flatMap((service) => name('spec.rules', 'Service', service, 'high')),
        ...items(dig(spec, 'tls')).flatMap(({ secretName }) => name('spec.tls', 'Secret', secretName, 'medium')),
      ];
    case 'PersistentVolumeClaim':
      // A claim that is bound needs its class no more.
      return dig(object, 'status', 'phase') === 'Bound' || text(dig(spec, 'volumeName'))
        ? []
        : name('spec.storageClassName', 'StorageClass', dig(spec, 'storageClassName'), 'high');
    case 'HorizontalPodAutoscaler': {
      const kind = text(dig(spec, 'scaleTargetRef', 'kind'));
      return kind ? name('spec.scaleTargetRef', kind, dig(spec, 'scaleTargetRef', 'name'), 'medium') : [];
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const kind = text(dig(object, 'roleRef', 'kind'));
      return kind ? name('roleRef', kind, dig(object, 'roleRef', 'name'), 'medium') : [];
    }
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return items(object.webhooks).flatMap((webhook) => {
        const service = dig(webhook, 'clientConfig', 'service');
        return name(
          'webhooks[].clientConfig.service',
          'Service',
          dig(service, 'name'),
          webhook.failurePolicy === 'Ignore' ? 'low' : 'high',
          text(dig(service, 'namespace')),
        );
      });
    case 'APIService':
      return name('spec.service', 'Service', dig(spec, 'service', 'name'), 'high', text(dig(spec, 'service', 'namespace')));
    default:
      return customReferencesOf(entity).map(({ path, target }) => ({ path, target, severity: 'medium' }));
  }
}
