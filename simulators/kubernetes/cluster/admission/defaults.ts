import type { Obj } from '../../store/object.ts';
import { hashNumber, stable } from '../api-machinery/names.ts';
import { canonicalText } from '../api-machinery/quantity.ts';
import type { World } from '../world.ts';
import { qosClass } from './qos.ts';

type Any = Obj['spec'];

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** Returns the object with the defaults of the API server and the additions of admission to pods and claims. */
export function withDefaults(world: World, object: Obj, before: Obj | undefined): Obj {
  DEFAULTS[object.kind]?.(object, world, before);
  return object;
}

const DEFAULTS: Record<string, (object: Obj, world: World, before: Obj | undefined) => void> = {
  Pod(pod, world, before) {
    defaultPodSpec(pod.spec);
    fill(pod.spec, { enableServiceLinks: true, serviceAccountName: 'default' });
    pod.spec.serviceAccount ??= pod.spec.serviceAccountName;
    if (before) return;
    tolerateUnreachable(pod.spec, world.times.unreachableToleration / 1000);
    pod.spec.preemptionPolicy ??= 'PreemptLowerPriority';
    pod.spec.priority ??= pod.spec.priorityClassName?.startsWith('system-') ? 2_000_001_000 : 0;
    pod.status ??= { phase: 'Pending', qosClass: qosClass(pod) };
  },
  Deployment({ spec }) {
    fill(spec, { replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const { strategy } = spec;
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {};
      fill(strategy.rollingUpdate, { maxSurge: '25%', maxUnavailable: '25%' });
    } else delete strategy.rollingUpdate;
    defaultTemplate(spec.template);
  },
  ReplicaSet({ spec }) {
    fill(spec, { replicas: 1 });
    defaultTemplate(spec.template);
  },
  StatefulSet({ spec }) {
    fill(spec, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    for (const claim of spec.volumeClaimTemplates ?? []) {
      fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } });
      fill(claim.spec, { volumeMode: 'Filesystem' });
    }
    defaultTemplate(spec.template);
  },
  DaemonSet(set, _world, before) {
    set.metadata.annotations = { ...set.metadata.annotations, [TEMPLATE_GENERATION]: templateGeneration(set, before) };
    fill(set.spec, {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      revisionHistoryLimit: 10,
    });
    defaultTemplate(set.spec.template);
  },
  Job({ spec }) {
    fill(spec, { parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, manualSelector: false });
    fill(spec, { podReplacementPolicy: 'TerminatingOrFailed' });
    defaultTemplate(spec.template);
  },
  CronJob({ spec }) {
    fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    defaultTemplate(spec.jobTemplate.spec.template);
  },
  Service(service, world, before) {
    const { spec } = service;
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' });
    fill(spec, { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
    for (const port of spec.ports ?? []) fill(port, { protocol: 'TCP', targetPort: port.port });
    if (spec.type !== 'ExternalName') spec.clusterIP ??= before?.spec.clusterIP ?? freeServiceIp(world, service);
    if (spec.clusterIP) spec.clusterIPs ??= [spec.clusterIP];
    service.status ??= { loadBalancer: {} };
  },
  PersistentVolumeClaim(claim, world, before) {
    claim.spec.volumeMode ??= 'Filesystem';
    if (!before) {
      const standard = world
        .list('StorageClass')
        .find((one) => one.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true');
      claim.spec.storageClassName ??= standard?.metadata.name;
      claim.metadata.finalizers = [...new Set([...(claim.metadata.finalizers ?? []), 'kubernetes.io/pvc-protection'])];
    }
    claim.status ??= { phase: 'Pending' };
  },
  PersistentVolume(volume) {
    fill(volume.spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    if (volume.spec.hostPath) volume.spec.hostPath.type ??= '';
    volume.status ??= { phase: 'Pending' };
  },
  Ingress: (ingress) => fill(ingress, { status: { loadBalancer: {} } }),
  StorageClass: (storageClass) => fill(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  Namespace(namespace) {
    fill(namespace, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    namespace.metadata.labels = { 'kubernetes.io/metadata.name': namespace.metadata.name, ...namespace.metadata.labels };
  },
  Secret(secret) {
    secret.type ??= 'Opaque';
    for (const [key, value] of Object.entries(secret.stringData ?? {}))
      secret.data = { ...secret.data, [key]: Buffer.from(String(value)).toString('base64') };
    delete secret.stringData;
  },
  Node: (node) => fill(node, { spec: {} }),
  ResourceQuota: (quota) => fill(quota, { spec: {} }),
  HorizontalPodAutoscaler: ({ spec }) => fill(spec, { minReplicas: 1 }),
};

/** Sets the fields that are not set. */
function fill(target: Any, defaults: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(defaults)) target[field] ??= value;
}

function defaultTemplate(template: Any): void {
  template.metadata ??= {};
  // 1.34 no longer writes the null that older clients send.
  if (template.metadata.creationTimestamp === null) delete template.metadata.creationTimestamp;
  defaultPodSpec(template.spec);
}

function defaultPodSpec(spec: Any): void {
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) defaultContainer(container);
  for (const volume of spec.volumes ?? []) {
    if (volume.configMap) volume.configMap.defaultMode ??= 420;
    if (volume.secret) volume.secret.defaultMode ??= 420;
  }
  fill(spec, { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' });
  if (spec.serviceAccount ?? spec.serviceAccountName) {
    spec.serviceAccountName ??= spec.serviceAccount;
    spec.serviceAccount ??= spec.serviceAccountName;
  }
  fill(spec, { securityContext: {}, schedulerName: 'default-scheduler' });
}

function defaultContainer(container: Any): void {
  container.resources ??= {};
  for (const part of ['requests', 'limits'])
    if (container.resources[part]) container.resources[part] = canonicalResources(container.resources[part]);
  for (const { valueFrom } of container.env ?? []) if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ??= 'v1';
  fill(container, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' });
  container.imagePullPolicy ??= /(:latest|^[^:@]+|\/[^:@]+)$/.test(container.image ?? '') ? 'Always' : 'IfNotPresent';
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const [resource, limit] of Object.entries(container.resources.limits ?? {}))
    container.resources.requests = { [resource]: limit, ...container.resources.requests };
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (!probe) continue;
    fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (probe.httpGet) fill(probe.httpGet, { scheme: 'HTTP', path: '/' });
  }
}

function canonicalResources(resources: Any): Any {
  return Object.fromEntries(Object.entries(resources).map(([name, text]) => [name, canonicalText(text as string | number)]));
}

/** The number of template changes of a DaemonSet; its pods carry it as a label. */
function templateGeneration(set: Obj, before: Obj | undefined): string {
  const last = Number(before?.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
  return String(before && stable(set.spec.template) === stable(before.spec.template) ? last : last + 1);
}

function tolerateUnreachable(spec: Any, seconds: number): void {
  spec.tolerations ??= [];
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const covered = spec.tolerations.some(
      (one: Any) => (!one.key || one.key === key) && (!one.effect || one.effect === 'NoExecute') && one.operator === 'Exists',
    );
    if (!covered) spec.tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds });
  }
}

function freeServiceIp(world: World, service: Obj): string {
  const taken = new Set(world.list('Service').map((one) => one.spec.clusterIP));
  let number = hashNumber(`${service.metadata.namespace}/${service.metadata.name}`) % 65_000;
  for (;;) {
    const ip = `10.96.${(number >> 8) & 255}.${number & 255}`;
    if ((number & 255) > 10 && (number & 255) < 255 && !taken.has(ip)) return ip;
    number = (number + 1) % 65_000;
  }
}
