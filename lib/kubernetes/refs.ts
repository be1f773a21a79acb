import { byText } from './canonical.ts';

/** Names an object. `kind` may be a Kubernetes kind, or App, External or Component for things that have no object. */
export interface ObjectRef {
  kind: string;
  namespace?: string;
  name: string;
}

/** One text per object: equal refs give equal keys. */
export function keyOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'name'> & { namespace?: string | undefined }): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

/** A ref; no `namespace` field where there is none. */
export function ref(kind: string, namespace: string | undefined, name: string): ObjectRef {
  return namespace ? { kind, namespace, name } : { kind, name };
}

/** How a sentence names an object: `Deployment shop/web`. */
export function shown({ kind, namespace, name }: ObjectRef): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

export function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return byText(keyOf(a), keyOf(b));
}

/** Refs without repeats, in order. */
export function uniqueRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  const found = new Map(refs.map((one) => [keyOf(one), one]));
  return [...found.values()].sort(compareRefs);
}
