import { KINDS } from '../../store/kinds.ts';
import type { World } from '../world.ts';

/** Gives every namespace its default ServiceAccount and the cluster's CA; empties and ends one that is deleted. */
export function namespaceController(world: World): () => void {
  return () => {
    for (const namespace of world.list('Namespace')) {
      const { name } = namespace.metadata;
      if (namespace.metadata.deletionTimestamp || namespace.status?.phase === 'Terminating') {
        world.setStatus(namespace, { ...namespace.status, phase: 'Terminating' });
        if (empty(world, name)) {
          const current = world.store.find('Namespace', undefined, name);
          if (current) world.store.remove(current);
        }
        continue;
      }
      if (!world.store.find('ServiceAccount', name, 'default'))
        world.create({ kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
      if (!world.store.find('ConfigMap', name, 'kube-root-ca.crt'))
        world.create({
          kind: 'ConfigMap',
          metadata: {
            name: 'kube-root-ca.crt',
            namespace: name,
            annotations: { 'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the kube-apiserver.' },
          },
          data: { 'ca.crt': CERTIFICATE },
        });
    }
  };
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\n(simulated cluster: no certificate)\n-----END CERTIFICATE-----\n';

function empty(world: World, namespace: string): boolean {
  let left = 0;
  for (const { kind, namespaced } of KINDS) {
    if (!namespaced) continue;
    for (const object of world.list(kind, namespace)) {
      world.delete(object);
      if (world.store.find(kind, namespace, object.metadata.name)) left++;
    }
  }
  return left === 0;
}
