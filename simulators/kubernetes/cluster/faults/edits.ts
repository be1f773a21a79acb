import type { Obj } from '../../store/object.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

type Spec = Obj['spec'];

interface Edit {
  name: string;
  category: Fault['category'];
  title: string;
  description: string;
  /**
   * The service of the shop whose Deployment (or StatefulSet) is edited. It is the expected cause unless `blames` names
   * another object.
   */
  app: string;
  blames?: Fault['expected']['object'];
  kind?: 'Deployment' | 'StatefulSet';
  code: string;
  /** The edit: of the first container, or of the pod spec. */
  container?: (container: Spec) => void;
  pod?: (podSpec: Spec) => void;
}

/** A fault in the pod template of one service: somebody edits it, and later edits it back. */
export function templateFault({ app, kind = 'Deployment', blames = inShop(kind, app), code, container, pod, ...rest }: Edit): Fault {
  const both = (spec: Spec) => {
    container?.(spec.containers[0]);
    pod?.(spec);
  };
  return {
    ...rest,
    expected: { code, object: blames },
    make: (scene) => [
      // A StatefulSet waits forever for a broken pod of the previous revision, so somebody deletes it after the edit is
      // reverted (kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Forced rollback").
      ...(kind === 'StatefulSet' ? [() => scene.operator.deletePods('shop', { app })] : []),
      editTemplate(scene, app, both, kind),
    ],
  };
}

/** `kubectl edit` of the pod spec of one service. */
export function editTemplate({ operator }: Scene, app: string, change: (podSpec: Spec) => void, kind = 'Deployment'): Undo {
  return operator.change('kubectl-edit', kind, 'shop', app, ({ spec }) => change(spec.template.spec));
}

/** `kubectl edit` of the data of a ConfigMap. */
export function editConfig({ operator }: Scene, name: string, change: (data: Record<string, string>) => void, namespace = 'shop'): Undo {
  return operator.change('kubectl-edit', 'ConfigMap', namespace, name, ({ data }) => change(data));
}

/** An object in the namespace of the shop. */
export function inShop(kind: string, name: string): Fault['expected']['object'] {
  return { kind, namespace: 'shop', name };
}

/** Sets an environment variable of a container; without a value removes it. */
export function setVariable(container: Spec, name: string, value?: string): void {
  const others = (container.env ?? []).filter((one: { name: string }) => one.name !== name);
  container.env = value === undefined ? others : [...others, { name, value }];
}
