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
    pod.spec.enableServiceLinks ??= true;
    pod.spec.serviceAccountName ??= 'default';
    pod.spec.serviceAccount ??= pod.spec.serviceAccountName;
    if (before) return;
    tolerateUnreachable(pod.spec, world.times.unreachableToleration / 1000);
    pod.spec.preemptionPolicy ??= 'PreemptLowerPriority';
    pod.spec.priority ??= pod.spec.priorityClassName?.startsWith('system-') ? 2_000_001_000 : 0;
    pod.status ??= { phase: 'Pending', qosClass: qosClass(pod) };
  },
  Deployment(deployment) {
    const { spec } = deployment;
    spec.replicas ??= 1;
    spec.strategy ??= {};
    spec.strategy.type ??= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate') {
      spec.strategy.rollingUpdate ??= {};
      spec.strategy.rollingUpdate.maxSurge ??= '25%';
      spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
    } else delete spec.strategy.rollingUpdate;
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    defaultTemplate(spec.template);
  },
  ReplicaSet(set) {
    set.spec.replicas ??= 1;
    defaultTemplate(set.spec.template);
  },
  StatefulSet(set) {
    const { spec } = set;
    spec.replicas ??= 1;
    spec.podManagementPolicy ??= 'OrderedReady';
    spec.updateStrategy ??= { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
    spec.revisionHistoryLimit ??= 10;
    spec.persistentVolumeClaimRetentionPolicy ??= { whenDeleted: 'Retain', whenScaled: 'Retain' };
    for (const claim of spec.volumeClaimTemplates ?? []) {
      claim.apiVersion ??= 'v1';
      claim.kind ??= 'PersistentVolumeClaim';
      claim.spec.volumeMode ??= 'Filesystem';
      claim.status ??= { phase: 'Pending' };
    }
    defaultTemplate(spec.template);
  },
  DaemonSet(set, _world, before) {
    set.metadata.annotations = { ...set.metadata.annotations, [TEMPLATE_GENERATION]: templateGeneration(set, before) };
    set.spec.updateStrategy ??= { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
    set.spec.revisionHistoryLimit ??= 10;
    defaultTemplate(set.spec.template);
  },
  Job(job) {
    const { spec } = job;
    spec.parallelism ??= 1;
    spec.completions ??= 1;
    spec.backoffLimit ??= 6;
    spec.completionMode ??= 'NonIndexed';
    spec.suspend ??= false;
    spec.manualSelector ??= false;
    spec.podReplacementPolicy ??= 'TerminatingOrFailed';
    defaultTemplate(spec.template);
  },
  CronJob(cron) {
    cron.spec.concurrencyPolicy ??= 'Allow';
    cron.spec.suspend ??= false;
    cron.spec.successfulJobsHistoryLimit ??= 3;
    cron.spec.failedJobsHistoryLimit ??= 1;
    defaultTemplate(cron.spec.jobTemplate.spec.template);
  },
  Service(service, world, before) {
    const { spec } = service;
    spec.type ??= 'ClusterIP';
    spec.sessionAffinity ??= 'None';
    spec.internalTrafficPolicy ??= 'Cluster';
    spec.ipFamilyPolicy ??= 'SingleStack';
    spec.ipFamilies ??= ['IPv4'];
    for (const port of spec.ports ?? []) {
      port.protocol ??= 'TCP';
      port.targetPort ??= port.port;
    }
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
    volume.spec.persistentVolumeReclaimPolicy ??= 'Retain';
    volume.spec.volumeMode ??= 'Filesystem';
    if (volume.spec.hostPath) volume.spec.hostPath.type ??= '';
    volume.status ??= { phase: 'Pending' };
  },
  Ingress(ingress) {
    ingress.status ??= { loadBalancer: {} };
  },
  StorageClass(storageClass) {
    storageClass.reclaimPolicy ??= 'Delete';
    storageClass.volumeBindingMode ??= 'Immediate';
  },
  Namespace(namespace) {
    namespace.spec ??= { finalizers: ['kubernetes'] };
    namespace.status ??= { phase: 'Active' };
    namespace.metadata.labels = { 'kubernetes.io/metadata.name': namespace.metadata.name, ...namespace.metadata.labels };
  },
  Secret(secret) {
    secret.type ??= 'Opaque';
    for (const [key, value] of Object.entries(secret.stringData ?? {}))
      secret.data = { ...secret.data, [key]: Buffer.from(String(value)).toString('base64') };
    delete secret.stringData;
  },
  Node(node) {
    node.spec ??= {};
  },
  ResourceQuota(quota) {
    quota.spec ??= {};
  },
  HorizontalPodAutoscaler(scaler) {
    scaler.spec.minReplicas ??= 1;
  },
};

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
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ??= 'ClusterFirst';
  if (spec.serviceAccount ?? spec.serviceAccountName) {
    spec.serviceAccountName ??= spec.serviceAccount;
    spec.serviceAccount ??= spec.serviceAccountName;
  }
  spec.securityContext ??= {};
  spec.schedulerName ??= 'default-scheduler';
}

function defaultContainer(container: Any): void {
  container.resources ??= {};
  for (const part of ['requests', 'limits'])
    if (container.resources[part]) container.resources[part] = canonicalResources(container.resources[part]);
  for (const { valueFrom } of container.env ?? []) if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ??= 'v1';
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  container.imagePullPolicy ??= /(:latest|^[^:@]+|\/[^:@]+)$/.test(container.image ?? '') ? 'Always' : 'IfNotPresent';
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const [resource, limit] of Object.entries(container.resources.limits ?? {}))
    container.resources.requests = { [resource]: limit, ...container.resources.requests };
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (!probe) continue;
    probe.timeoutSeconds ??= 1;
    probe.periodSeconds ??= 10;
    probe.successThreshold ??= 1;
    probe.failureThreshold ??= 3;
    if (probe.httpGet) {
      probe.httpGet.scheme ??= 'HTTP';
      probe.httpGet.path ??= '/';
    }
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
