import type { NewObj, Obj } from '../../store/object.ts';
import type { DrivenCluster } from './driven.ts';

/** Creates an object as a client of the API does: through admission. */
export function apply({ store, cluster }: Pick<DrivenCluster, 'store' | 'cluster'>, object: NewObj): Obj {
  return store.create(cluster.admit('CREATE', structuredClone(object) as unknown as Obj));
}

/** Changes an object as a client of the API does. */
export function edit(
  { store, cluster }: Pick<DrivenCluster, 'store' | 'cluster'>,
  kind: string,
  namespace: string | undefined,
  name: string,
  change: (draft: Obj) => void,
): Obj {
  const before = store.get(kind, namespace, name);
  const draft = structuredClone(before);
  change(draft);
  return store.update(cluster.admit('UPDATE', draft, before));
}

/** A plain pod in the namespace `default`. */
export function pod(name: string, spec: Obj['spec'] = {}): NewObj {
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27' }], ...spec },
  };
}

/** A pod that runs a command in busybox and is not restarted. */
export function shell(name: string, command: string): NewObj {
  return pod(name, { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', command] }] });
}
