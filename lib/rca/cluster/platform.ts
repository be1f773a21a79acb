import { dig, items, text, words } from '#lib/kubernetes/fields.ts';
import type { Workload } from './workloads.ts';
import { templateContainers } from './workloads.ts';

/**
 * Workloads that serve the cluster itself: network plugins, storage drivers, device plugins. They are recognised by what they
 * run and where they register (kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net).
 */

const NETWORK_PLUGINS =
  /kindnet|calico|canal|flannel|cilium|weave|aws-node|amazon-k8s-cni|azure-cni|azure-vnet|antrea|kube-router|multus|ovn|kube-ovn|whereabouts|terway/i;

/** Whether a workload is a network plugin of the nodes: a DaemonSet with the image or name of one. */
export function isNetworkPlugin(workload: Workload): boolean {
  return (
    workload.ref.kind === 'DaemonSet' &&
    (NETWORK_PLUGINS.test(workload.ref.name) || imagesOf(workload).some((one) => NETWORK_PLUGINS.test(one)))
  );
}

function imagesOf(workload: Workload): string[] {
  return templateContainers(workload).flatMap(({ image }) => text(image) ?? []);
}

/** Paths and arguments in which a driver or device plugin names itself. */
function registrationsOf(workload: Workload): string[] {
  const paths = items(workload.template.volumes).flatMap((volume) => text(dig(volume, 'hostPath', 'path')) ?? []);
  const args = templateContainers(workload).flatMap((container) => [
    ...words(container.args),
    ...words(container.command),
    ...items(container.env).flatMap(({ value }) => text(value) ?? []),
  ]);
  return [...paths, ...args];
}

/** Whether a workload may serve the cluster itself at all: a cheap test before those below, which read its whole template. */
export function mayServeCluster(workload: Workload): boolean {
  return (
    /csi|provisioner|driver|plugin|storage|attacher/.test(workload.ref.name) ||
    items(workload.template.volumes).some(({ hostPath }) => hostPath !== undefined) ||
    isNetworkPlugin(workload)
  );
}

/** Words of a domain that say nothing about whose it is. */
const COMMON = new Set(['csi', 'com', 'io', 'org', 'net', 'storage', 'driver', 'k8s', 'kubernetes', 'sigs', 'x-k8s', 'plugin', 'device']);

function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[.\-_/]/)
    .filter((word) => word.length > 2 && !COMMON.has(word));
}

const sharesWord = (workload: Workload, name: string): boolean => {
  const own = new Set(wordsOf(workload.ref.name));
  return wordsOf(name).some((word) => own.has(word));
};

/** Whether a workload is (a part of) the CSI driver of a name such as `ebs.csi.aws.com`. */
export function isStorageDriver(workload: Workload, driver: string): boolean {
  if (workload.ref.kind === 'Job' || workload.ref.kind === 'CronJob') return false;
  if (registrationsOf(workload).some((one) => one.includes(driver))) return true;
  return /csi|provisioner/.test(workload.ref.name) && sharesWord(workload, driver);
}

/** Whether a workload is the device plugin of an extended resource such as `nvidia.com/gpu`. */
export function isDevicePlugin(workload: Workload, resource: string): boolean {
  if (workload.ref.kind !== 'DaemonSet') return false;
  const isPlugin =
    /device-plugin|dra-driver|gpu-operator/.test(workload.ref.name) ||
    registrationsOf(workload).some((one) => one.startsWith('/var/lib/kubelet/device-plugins')) ||
    imagesOf(workload).some((one) => /device-?plugin/i.test(one));
  if (!isPlugin) return false;
  const vendor = wordsOf(resource.split('/')[0] ?? '');
  const known = `${workload.ref.name} ${imagesOf(workload).join(' ')} ${registrationsOf(workload).join(' ')}`.toLowerCase();
  return vendor.length === 0 || vendor.some((word) => known.includes(word));
}

/** The CSI driver that a message of the kubelet or a controller names as absent. */
export function missingDriver(message: string): string | undefined {
  return (
    /driver name (\S{3,128}) not found in the list of registered CSI drivers/.exec(message)?.[1] ??
    /CSINode \S{1,253} does not contain driver (\S{3,128})/.exec(message)?.[1] ??
    /waiting for a volume to be created,? either by external provisioner "([^"]{3,128})"/.exec(message)?.[1] ??
    /external provisioner ['"]([^'"]{3,128})['"]/.exec(message)?.[1] ??
    /waiting for the external-attacher of (\S{3,128}) CSI driver/.exec(message)?.[1]
  );
}

/** The extended resources that a verdict of the scheduler says no node has enough of: `nvidia.com/gpu`. */
export function missingResources(message: string): string[] {
  return [...message.matchAll(/Insufficient ([a-z0-9.-]{1,253}\/[A-Za-z0-9._-]{1,63})/g)].map(([, name]) => name!);
}
