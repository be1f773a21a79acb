import type { Obj } from '../../store/object.ts';
import { stable } from '../api-machinery/names.ts';
import { parseQuantity } from '../api-machinery/quantity.ts';
import { matchesSelector } from '../api-machinery/selectors.ts';
import { invalidObject } from './error.ts';

const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/**
 * Refuses what the API server's validation refuses: a selector that does not match its template, a change of an immutable
 * field.
 */
export function assertValid(object: Obj, before: Obj | undefined): void {
  const problems = [...templateProblems(object), ...resourceProblems(object), ...(before ? immutableProblems(object, before) : [])];
  if (problems.length > 0) throw invalidObject(object, problems);
}

function templateProblems({ kind, spec }: Obj): string[] {
  if (!['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(kind)) return [];
  const labels = spec.template?.metadata?.labels;
  if (!spec.selector) return ['spec.selector: Required value'];
  if (matchesSelector(spec.selector, labels)) return [];
  return [`spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels ?? {})}: \`selector\` does not match template \`labels\``];
}

function resourceProblems({ kind, spec }: Obj): string[] {
  const podSpec = kind === 'Pod' ? spec : kind === 'CronJob' ? spec?.jobTemplate?.spec?.template?.spec : spec?.template?.spec;
  const path = kind === 'Pod' ? 'spec' : 'spec.template.spec';
  return (podSpec?.containers ?? []).flatMap((container: Obj['spec'], index: number) => {
    const { requests = {}, limits = {} } = container.resources ?? {};
    return Object.keys(requests)
      .filter((name) => limits[name] !== undefined && parseQuantity(requests[name]) > parseQuantity(limits[name]))
      .map(
        (name) =>
          `${path}.containers[${index}].resources.requests: Invalid value: "${requests[name]}": must be less than or equal to ${name} limit of ${limits[name]}`,
      );
  });
}

function immutableProblems(object: Obj, before: Obj): string[] {
  const same = (path: string) => stable(at(object, path)) === stable(at(before, path));
  const immutable = (path: string) =>
    same(path) ? [] : [`${path}: Invalid value: ${JSON.stringify(at(object, path) ?? null)}: field is immutable`];
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'DaemonSet':
      return immutable('spec.selector');
    case 'Job':
      return before.spec.selector ? [...immutable('spec.selector'), ...immutable('spec.template'), ...immutable('spec.completions')] : [];
    case 'StatefulSet': {
      const rest = (one: Obj) => Object.fromEntries(Object.entries(one.spec).filter(([key]) => !STATEFUL_SET_MUTABLE.includes(key)));
      return stable(rest(object)) === stable(rest(before))
        ? []
        : [
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
          ];
    }
    case 'Service':
      return before.spec.clusterIP && object.spec.clusterIP !== before.spec.clusterIP && object.spec.type !== 'ExternalName'
        ? [`spec.clusterIPs[0]: Invalid value: ${JSON.stringify([object.spec.clusterIP])}: may not change once set`]
        : [];
    case 'PersistentVolumeClaim':
      return claimProblems(object, before);
    case 'StorageClass':
      return same('provisioner') && same('parameters') && same('volumeBindingMode')
        ? []
        : ['parameters: Forbidden: updates to parameters are forbidden.'];
    case 'Secret':
    case 'ConfigMap':
      return before.immutable && (!same('data') || !same('binaryData'))
        ? ['data: Forbidden: field is immutable when `immutable` is set']
        : [];
    case 'Pod':
      return podProblems(object, before);
    default:
      return [];
  }
}

function claimProblems(object: Obj, before: Obj): string[] {
  const rest = ({ spec }: Obj) => stable({ ...spec, resources: undefined, volumeName: undefined });
  if (rest(object) === rest(before)) return [];
  return ['spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'];
}

function podProblems(object: Obj, before: Obj): string[] {
  const rest = ({ spec }: Obj) =>
    stable({
      ...spec,
      containers: spec.containers.map((one: Obj['spec']) => ({ ...one, image: undefined })),
      initContainers: (spec.initContainers ?? []).map((one: Obj['spec']) => ({ ...one, image: undefined })),
      activeDeadlineSeconds: undefined,
      tolerations: undefined,
      terminationGracePeriodSeconds: undefined,
    });
  if (rest(object) === rest(before)) return [];
  return [
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
  ];
}

function at(object: Obj, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}
