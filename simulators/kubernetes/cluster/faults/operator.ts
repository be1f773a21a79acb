import { type Edit, edited } from '../../store/merge-patch.ts';
import type { NewObj, Obj } from '../../store/object.ts';
import { managedBy } from '../api-machinery/managed-fields.ts';
import { matchesLabels } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { differences, restore, type Undo } from './undo.ts';

type Manager =
  | 'kubectl-edit'
  | 'kubectl-patch'
  | 'kubectl-client-side-apply'
  | 'kubectl-rollout'
  | 'kubectl-taint'
  | 'kubectl-cordon'
  | 'kubectl-label'
  | 'kubectl-set'
  | 'kubectl';

const MANAGED = ['status', 'metadata'];
const NOTHING: Undo = () => {};

/** A person with kubectl: every change goes through admission, is recorded in managedFields, and can be reverted. */
export class Operator {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Changes an object; does nothing if it is gone. Reverted field by field, so that other changes are kept. */
  change(manager: Manager, kind: string, namespace: string | undefined, name: string, change: Edit): Undo {
    const before = this.#world.store.find(kind, namespace, name);
    if (!before) return NOTHING;
    const after = this.#write(manager, before, change);
    const found = differences(contentOf(before), contentOf(after));
    return () => {
      const current = this.#world.store.find(kind, namespace, name);
      if (current) this.#write(manager, current, (draft) => restore(draft, found));
    };
  }

  /** Creates an object unless one with its name exists. */
  create(object: NewObj & { metadata: { name: string } }): Undo {
    const { kind, metadata } = object;
    if (this.#world.store.find(kind, metadata.namespace, metadata.name)) return NOTHING;
    this.#world.create(managedBy('kubectl-client-side-apply', this.#world.time(), object as unknown as Obj) as unknown as NewObj);
    return () => void this.delete(kind, metadata.namespace, metadata.name);
  }

  /** Deletes an object; reverted by creating it again. */
  delete(kind: string, namespace: string | undefined, name: string): Undo {
    const object = this.#world.store.find(kind, namespace, name);
    if (!object) return NOTHING;
    this.#world.delete(object);
    const { status: _, ...kept } = structuredClone(object);
    const { labels, annotations } = kept.metadata;
    const metadata = { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) };
    return () => void this.create({ ...kept, metadata } as NewObj & { metadata: { name: string } });
  }

  /** `kubectl delete pods -l app=<app>`: their controller creates new ones, so there is nothing to revert. */
  deletePods(namespace: string, labels: Record<string, string>): Undo {
    for (const pod of this.#world.store.list('Pod', namespace)) if (matchesLabels(labels, pod.metadata.labels)) this.#world.delete(pod);
    return NOTHING;
  }

  /** `kubectl rollout restart deployment/<name>`; there is nothing to revert. */
  restart(namespace: string, name: string): Undo {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': this.#world.time() };
    this.change('kubectl-rollout', 'Deployment', namespace, name, { spec: { template: { metadata: { annotations } } } });
    return NOTHING;
  }

  /** `kubectl scale <kind>/<name> --replicas=<replicas>`. */
  scale(namespace: string, name: string, replicas: number, kind = 'Deployment'): Undo {
    return this.change('kubectl', kind, namespace, name, { spec: { replicas } });
  }

  #write(manager: Manager, before: Obj, change: Edit): Obj {
    const admitted = this.#world.admit('UPDATE', edited(before, change), before);
    return this.#world.store.update(managedBy(manager, this.#world.time(), admitted, before));
  }
}

/** The part of an object that a person writes: without its status and the fields that the server maintains. */
function contentOf(object: Obj): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => !MANAGED.includes(key)));
  const { labels, annotations, finalizers } = object.metadata;
  return { ...rest, metadata: { labels, annotations, finalizers } };
}
