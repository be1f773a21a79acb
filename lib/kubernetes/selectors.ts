import { type Fields, fields, items, texts } from './fields.ts';

interface Expression {
  key: string;
  operator: string;
  values: string[];
}

/** A label selector: every entry of `equal` and every expression must hold. */
export interface Selector {
  equal: Record<string, string>;
  expressions: Expression[];
}

/** A Service's or ReplicationController's selector: a plain map. Undefined where there is none: it then selects nothing. */
export function mapSelector(value: unknown): Selector | undefined {
  const equal = texts(value);
  return Object.keys(equal).length === 0 ? undefined : { equal, expressions: [] };
}

/** A metav1.LabelSelector. An empty one ({}) selects everything, a missing one nothing (undefined). */
export function labelSelector(value: unknown): Selector | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { matchLabels, matchExpressions } = fields(value);
  return { equal: texts(matchLabels), expressions: items(matchExpressions).map(expressionOf) };
}

/** Whether labels satisfy a selector (kubernetes.io/docs/concepts/overview/working-with-objects/labels). NotIn also holds without the label. */
export function selects({ equal, expressions }: Selector, labels: Record<string, string>): boolean {
  return Object.keys(equal).every((key) => labels[key] === equal[key]) && expressions.every((one) => holds(one, labels[one.key]));
}

/** Whether labels satisfy the LabelSelector in a field. */
export function isSelected(field: unknown, labels: Record<string, string>): boolean {
  const selector = labelSelector(field);
  return selector !== undefined && selects(selector, labels);
}

/**
 * Whether labels meet a node selector requirement, which knows two operators more than a label selector
 * (kubernetes.io/docs/reference/kubernetes-api, NodeSelectorRequirement). One with an unknown operator rules out nothing.
 */
export function meetsNodeRequirement(field: unknown, labels: Record<string, string>): boolean {
  const requirement = expressionOf(fields(field));
  const value = labels[requirement.key];
  if (requirement.operator === 'Gt') return value !== undefined && Number(value) > Number(requirement.values[0]);
  if (requirement.operator === 'Lt') return value !== undefined && Number(value) < Number(requirement.values[0]);
  return !OPERATORS.has(requirement.operator) || holds(requirement, value);
}

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

function expressionOf({ key, operator, values }: Fields): Expression {
  return { key: String(key), operator: String(operator), values: Array.isArray(values) ? values.map(String) : [] };
}

function holds({ operator, values }: Expression, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
