import type { Entity } from '../cluster/entities.ts';
import { dig, items, text, texts, words } from '../read.ts';

/** Whether a node has the labels that a template's selector and required node affinity ask for. */
export function admits(template: Record<string, unknown>, node: Entity): boolean {
  if (!Object.entries(texts(template.nodeSelector)).every(([name, value]) => node.labels[name] === value)) return false;
  const terms = items(dig(template, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'));
  return terms.length === 0 || terms.some((term) => items(term.matchExpressions).every((one) => matches(one, node.labels)));
}

/** A node selector requirement (kubernetes.io/docs/reference/kubernetes-api, NodeSelectorRequirement). */
function matches(requirement: Record<string, unknown>, labels: Record<string, string>): boolean {
  const value = labels[text(requirement.key) ?? ''];
  const values = words(requirement.values);
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return true;
  }
}
