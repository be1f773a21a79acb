import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './index.ts';
import { isDevicePlugin, isNetworkPlugin, isStorageDriver, mayServeCluster, missingDriver, missingResources } from './platform.ts';
import type { Workload } from './workloads.ts';

/** Something that fails when a workload that serves the cluster itself fails. */
interface Dependant {
  to: ObjectRef;
  mechanism: string;
  text: string;
}

/**
 * What waits for a network plugin, storage driver or device plugin, as conditions and events say: nodes without network, claims
 * and pods whose volumes lack their driver, pods whose resource no node offers.
 */
export function servedBy(cluster: Cluster, workload: Workload): Dependant[] {
  if (!mayServeCluster(workload)) return [];
  const network = isNetworkPlugin(workload) ? nodesWithoutNetwork(cluster) : [];
  return [...network, ...waitingForDriver(cluster, workload), ...waitingForDevice(cluster, workload)];
}

/** Whether a condition says that the node has no network plugin. */
function isWithoutNetwork(object: Record<string, unknown>): boolean {
  const message = text(condition(object, 'Ready')?.message) ?? '';
  return (
    /network plugin|NetworkReady=false|NetworkPluginNotReady|cni/i.test(message) ||
    condition(object, 'NetworkUnavailable')?.status === 'True'
  );
}

function nodesWithoutNetwork(cluster: Cluster): Dependant[] {
  return cluster.nodes
    .filter(({ object }) => isWithoutNetwork(object))
    .map(({ ref: to }) => ({ to, mechanism: 'no network plugin', text: `${shown(to)} waits for the network plugin` }));
}

/** The events that a pod or claim waits for a CSI driver. */
const DRIVER_EVENTS = /^(FailedMount|FailedAttachVolume|ExternalProvisioning|ProvisioningFailed|FailedScheduling)$/;

function waitingForDriver(cluster: Cluster, workload: Workload): Dependant[] {
  const waiting = cluster.allEvents.filter(({ reason, message }) => {
    const driver = DRIVER_EVENTS.test(reason) ? missingDriver(message) : undefined;
    return driver !== undefined && isStorageDriver(workload, driver);
  });
  const objects = waiting.map(({ about }) => cluster.workloadAt(about)?.ref ?? about);
  const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
  const users = claims.flatMap((claim) => cluster.consumersOf(claim).map((one) => one.ref));
  return uniqueRefs([...objects, ...users]).map((to) => ({
    to,
    mechanism: 'no storage driver',
    text: `${shown(to)} waits for the storage driver`,
  }));
}

function waitingForDevice(cluster: Cluster, workload: Workload): Dependant[] {
  if (workload.ref.kind !== 'DaemonSet') return [];
  return cluster.workloads.flatMap((one) => {
    const isWaiting = one.pods.some((pod) => {
      const message = text(condition(pod.object, 'PodScheduled')?.message) ?? '';
      return missingResources(message).some((resource) => isDevicePlugin(workload, resource) && !isOffered(cluster, resource));
    });
    return isWaiting ? [{ to: one.ref, mechanism: 'no device', text: `${shown(one.ref)} asks for devices that no node offers` }] : [];
  });
}

/** Whether some node offers at least one of an extended resource. */
export function isOffered(cluster: Cluster, resource: string): boolean {
  return cluster.nodes.some(({ object }) => {
    const amount = dig(object, 'status', 'allocatable', resource);
    return amount !== undefined && String(amount) !== '0';
  });
}

/** The device plugins of the resources that a verdict says are missing, if no node offers any of them. */
export function devicePluginsFor(cluster: Cluster, message: string): ObjectRef[] {
  const absent = missingResources(message).filter((resource) => !isOffered(cluster, resource));
  return cluster.workloads.filter((one) => absent.some((resource) => isDevicePlugin(one, resource))).map((one) => one.ref);
}

/** The workloads of the CSI driver or provisioner of a claim's class, or that an event about the claim names. */
export function driversOf(cluster: Cluster, claim: ObjectRef): ObjectRef[] {
  const object = cluster.find(claim.kind, claim.namespace, claim.name)?.object;
  const name = text(dig(object, 'spec', 'storageClassName'));
  const provisioner = name ? text(cluster.find('StorageClass', undefined, name)?.object.provisioner) : undefined;
  const named = cluster.eventsAbout(claim).flatMap(({ message }) => missingDriver(message) ?? []);
  const drivers = [...new Set([...(provisioner ? [provisioner] : []), ...named])];
  return cluster.workloads
    .filter((one) => items(one.template.containers).length > 0 && drivers.some((driver) => isStorageDriver(one, driver)))
    .map((one) => ref(one.ref.kind, one.ref.namespace, one.ref.name));
}
