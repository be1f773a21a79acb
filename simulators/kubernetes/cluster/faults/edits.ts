import { type Edit, edited } from '../../store/merge-patch.ts';
import type { Obj } from '../../store/object.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

type Spec = Obj['spec'];

/** An edit of a pod template: of its first container, its pod spec, or both. */
interface TemplateEdit {
  container?: Edit;
  pod?: Edit;
}

interface TemplateFault extends TemplateEdit, Pick<Fault, 'name' | 'title' | 'description'> {
  /**
   * The service of the shop whose Deployment (or StatefulSet) is edited. It is the expected cause unless `blames` names
   * another object.
   */
  app: string;
  blames?: Fault['expected']['object'];
  kind?: 'Deployment' | 'StatefulSet';
  code: string;
}

/** A fault in the pod template of one service: somebody edits it, and later edits it back. */
export function templateFault({
  app,
  kind = 'Deployment',
  blames = inShop(kind, app),
  code,
  container,
  pod,
  ...rest
}: TemplateFault): Fault {
  return {
    ...rest,
    expected: { code, object: blames },
    make: (scene) => [
      // A StatefulSet waits forever for a broken pod of the previous revision, so somebody deletes it after the edit is
      // reverted (kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Forced rollback").
      ...(kind === 'StatefulSet' ? [() => void scene.operator.deletePods('shop', { app })] : []),
      editTemplate(scene, app, { container, pod }, kind),
    ],
  };
}

/** `kubectl edit` of the pod template of one service. */
export function editTemplate(
  { operator }: Scene,
  app: string,
  { container = {}, pod = {} }: Partial<TemplateEdit>,
  kind = 'Deployment',
): Undo {
  return operator.change('kubectl-edit', kind, 'shop', app, ({ spec: { template } }) => {
    template.spec.containers[0] = edited(template.spec.containers[0], container);
    template.spec = edited(template.spec, pod);
  });
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
