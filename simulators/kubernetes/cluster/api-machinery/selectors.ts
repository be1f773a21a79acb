import type { Obj } from '../../store/object.ts';

type Labels = Record<string, string> | undefined;

/** A taint of a node. */
export interface Taint {
  key: string;
  value?: string;
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  timeAdded?: string;
}

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

interface Requirement {
  key: string;
  operator: string;
  values?: string[];
}

/** Whether labels contain every pair of a plain selector. An empty selector matches everything. */
export function matchesLabels(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** Whether labels match a LabelSelector. A missing selector matches nothing, an empty one everything. */
export function matchesSelector(
  selector: { matchLabels?: Record<string, string>; matchExpressions?: Requirement[] } | undefined,
  labels: Labels,
): boolean {
  if (!selector) return false;
  return (
    matchesLabels(selector.matchLabels, labels) && (selector.matchExpressions ?? []).every((one) => matchesRequirement(one, labels ?? {}))
  );
}

function matchesRequirement({ key, operator, values = [] }: Requirement, labels: Record<string, string>): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether a pod's nodeSelector and required node affinity match a node. */
export function admitsNode(podSpec: Obj['spec'], node: Pick<Obj, 'metadata'>): boolean {
  const labels = node.metadata.labels ?? {};
  if (!matchesLabels(podSpec.nodeSelector, labels)) return false;
  const terms = podSpec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(
    (term: { matchExpressions?: Requirement[]; matchFields?: Requirement[] }) =>
      (term.matchExpressions ?? []).every((one) => matchesRequirement(one, labels)) &&
      (term.matchFields ?? []).every((one) => matchesRequirement(one, { 'metadata.name': node.metadata.name })),
  );
}

/** The toleration of a pod that matches a taint. */
export function tolerationOf(podSpec: Obj['spec'], taint: Taint): Toleration | undefined {
  return (podSpec.tolerations ?? []).find(
    (one: Toleration) =>
      (!one.effect || one.effect === taint.effect) &&
      (!one.key ? one.operator === 'Exists' : one.key === taint.key) &&
      (one.operator === 'Exists' || (one.value ?? '') === (taint.value ?? '')),
  );
}

/** The first taint with one of the given effects that a pod does not tolerate. */
export function untolerated(podSpec: Obj['spec'], taints: Taint[] | undefined, effects: Taint['effect'][]): Taint | undefined {
  return (taints ?? []).find((taint) => effects.includes(taint.effect) && !tolerationOf(podSpec, taint));
}
