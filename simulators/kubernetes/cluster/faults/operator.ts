import type { NewObj, Obj } from '../../store/store.ts';
import { managedBy } from '../parts/managed-fields.ts';
import type { World } from '../world.ts';

type Manager =
  | 'kubectl-edit'
  | 'kubectl-patch'
  | 'kubectl-client-side-apply'
  | 'kubectl-rollout'
  | 'kubectl-taint'
  | 'kubectl-set'
  | 'kubectl';

/** A person with kubectl: every change goes through admission and leaves its trace in managedFields. */
export class Operator {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The object as it is. Throws NotFound. */
  get(kind: string, namespace: string | undefined, name: string): Obj {
    return this.#world.store.get(kind, namespace, name);
  }

  /** Changes an object; nothing where it is gone. */
  change(manager: Manager, kind: string, namespace: string | undefined, name: string, change: (draft: Obj) => void): void {
    const before = this.#world.store.find(kind, namespace, name);
    if (!before) return;
    const draft = structuredClone(before);
    change(draft);
    const admitted = this.#world.admit('UPDATE', draft, before);
    this.#world.store.update(managedBy(manager, this.#world.time(), admitted, before));
  }

  /** Makes an object, where there is none of its name. */
  create(object: NewObj & { metadata: { name: string } }): void {
    if (this.#world.store.find(object.kind, object.metadata.namespace, object.metadata.name)) return;
    this.#world.create(managedBy('kubectl-client-side-apply', this.#world.time(), object as unknown as Obj) as unknown as NewObj);
  }

  delete(kind: string, namespace: string | undefined, name: string): void {
    const object = this.#world.store.find(kind, namespace, name);
    if (object) this.#world.delete(object);
  }

  /** `kubectl rollout restart deployment/<name>`. */
  restart(namespace: string, name: string): void {
    this.change('kubectl-rollout', 'Deployment', namespace, name, (deployment) => {
      const { metadata } = deployment.spec.template;
      metadata.annotations = { ...metadata.annotations, 'kubectl.kubernetes.io/restartedAt': this.#world.time() };
    });
  }

  /** `kubectl scale deployment/<name> --replicas=<replicas>`. */
  scale(namespace: string, name: string, replicas: number): void {
    this.change('kubectl', 'Deployment', namespace, name, (deployment) => {
      deployment.spec.replicas = replicas;
    });
  }
}
