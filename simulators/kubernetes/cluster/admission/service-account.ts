import type { Obj } from '../../store/object.ts';
import { suffix } from '../api-machinery/names.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Returns a pod with its ServiceAccount's token mounted; refuses a pod whose account does not exist. Static pods have none. */
export function withServiceAccount(world: World, pod: Obj): Obj {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror']) return pod;
  const { namespace } = pod.metadata;
  const name = pod.spec.serviceAccountName;
  const account = world.store.find('ServiceAccount', namespace, name) ?? freshDefault(world, namespace, name);
  if (!account) {
    throw new AdmissionError(
      403,
      `pods "${pod.metadata.name}" is forbidden: error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  }
  if ((pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken) === false) return pod;
  const mount = { name: `kube-api-access-${suffix(world.random)}`, readOnly: true, mountPath: MOUNT_PATH };
  const mounted = (containers: Obj['spec'][] | undefined) =>
    containers?.map((one) => ({ ...one, volumeMounts: [...(one.volumeMounts ?? []), mount] }));
  const { initContainers, containers, volumes = [] } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      volumes: [...volumes, tokenVolume(mount.name)],
      ...(initContainers && { initContainers: mounted(initContainers) }),
      containers: mounted(containers),
    },
  };
}

/** For a namespace created since the last tick: a real controller creates its default account within milliseconds. */
function freshDefault(world: World, namespace: string | undefined, name: string): Obj | undefined {
  const found = namespace === undefined ? undefined : world.store.find('Namespace', undefined, namespace);
  if (name !== 'default' || !found || found.metadata.deletionTimestamp) return undefined;
  return world.create({ kind: 'ServiceAccount', metadata: { name, namespace } });
}

function tokenVolume(name: string): Obj['spec'] {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}
