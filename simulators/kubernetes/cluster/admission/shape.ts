import { isMap } from '../../store/merge-patch.ts';
import type { Obj } from '../../store/object.ts';
import { parseQuantity } from '../api-machinery/quantity.ts';
import { invalidObject } from './error.ts';

type Shape = (object: Obj) => string[];

/** Refuses an object without the fields that the rest of the cluster relies on: spec, containers, valid quantities. */
export function assertShape(object: Obj): void {
  const problems = SHAPES[object.kind]?.(object) ?? [];
  if (problems.length > 0) throw invalidObject(object, problems);
}

const template: Shape = ({ spec }) => podSpec(spec?.template?.spec, 'spec.template.spec');
const needsSpec: Shape = ({ spec }) => (isMap(spec) ? [] : ['spec: Required value']);

const SHAPES: Record<string, Shape> = {
  Pod: ({ spec }) => podSpec(spec, 'spec'),
  Deployment: template,
  ReplicaSet: template,
  StatefulSet: (set) => [
    ...template(set),
    ...list(set.spec?.volumeClaimTemplates, 'spec.volumeClaimTemplates', (claim, path) => claimSpec(claim.spec, `${path}.spec`)),
  ],
  DaemonSet: template,
  Job: template,
  CronJob: ({ spec }) => podSpec(spec?.jobTemplate?.spec?.template?.spec, 'spec.jobTemplate.spec.template.spec'),
  Service: ({ spec }) => (isMap(spec) ? servicePorts(spec) : ['spec: Required value']),
  NetworkPolicy: needsSpec,
  PodDisruptionBudget: needsSpec,
  HorizontalPodAutoscaler: ({ spec }) => (spec?.scaleTargetRef?.name && spec.maxReplicas ? [] : ['spec.scaleTargetRef: Required value']),
  PersistentVolumeClaim: ({ spec }) => claimSpec(spec, 'spec'),
  PersistentVolume: ({ spec }) => [
    ...(Array.isArray(spec?.accessModes) ? [] : ['spec.accessModes: Required value']),
    ...quantity(spec?.capacity?.storage, 'spec.capacity.storage'),
  ],
  ResourceQuota: ({ spec }) => quantities(spec?.hard, 'spec.hard'),
  LimitRange: ({ spec }) =>
    Array.isArray(spec?.limits)
      ? list(spec.limits, 'spec.limits', (limit, path) =>
          ['max', 'min', 'default', 'defaultRequest'].flatMap((key) => quantities(limit[key], `${path}.${key}`)),
        )
      : ['spec.limits: Required value'],
};

/** Only an ExternalName or a headless Service may have no ports. */
function servicePorts({ type, clusterIP, ports }: Record<string, unknown>): string[] {
  if (type === 'ExternalName' || clusterIP === 'None') return [];
  return Array.isArray(ports) && ports.length > 0 ? [] : ['spec.ports: Required value'];
}

function podSpec(spec: Obj['spec'], path: string): string[] {
  if (!isMap(spec) || !Array.isArray(spec.containers) || spec.containers.length === 0) return [`${path}.containers: Required value`];
  return [...container(spec.containers, `${path}.containers`), ...container(spec.initContainers, `${path}.initContainers`)];
}

function container(containers: unknown, path: string): string[] {
  return list(containers, path, (one, at) => [
    ...(one.name ? [] : [`${at}.name: Required value`]),
    ...(one.image ? [] : [`${at}.image: Required value`]),
    ...quantities(one.resources?.requests, `${at}.resources.requests`),
    ...quantities(one.resources?.limits, `${at}.resources.limits`),
  ]);
}

function claimSpec(spec: Obj['spec'], path: string): string[] {
  return [
    ...(Array.isArray(spec?.accessModes) && spec.accessModes.length > 0
      ? []
      : [`${path}.accessModes: Required value: at least 1 access mode is required`]),
    ...quantity(spec?.resources?.requests?.storage, `${path}.resources[storage]`),
  ];
}

function list(values: unknown, path: string, problems: (value: Obj['spec'], path: string) => string[]): string[] {
  return Array.isArray(values) ? values.flatMap((value, index) => problems(value, `${path}[${index}]`)) : [];
}

function quantities(values: unknown, path: string): string[] {
  return isMap(values) ? Object.entries(values).flatMap(([name, value]) => quantity(value, `${path}[${name}]`)) : [];
}

function quantity(value: unknown, path: string): string[] {
  if (value === undefined) return [`${path}: Required value`];
  try {
    parseQuantity(value as string);
    return [];
  } catch {
    return [
      `${path}: Invalid value: ${JSON.stringify(value)}: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ];
  }
}
