import { fields, items, texts } from './fields.ts';

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
  const expressions = items(matchExpressions).map(({ key, operator, values }) => ({
    key: String(key),
    operator: String(operator),
    values: Array.isArray(values) ? values.map(String) : [],
  }));
  return { equal: texts(matchLabels), expressions };
}

/** Whether labels satisfy a selector (kubernetes.io/docs/concepts/overview/working-with-objects/labels). NotIn also holds without the label. */
export function selects({ equal, expressions }: Selector, labels: Record<string, string>): boolean {
  return Object.entries(equal).every(([key, value]) => labels[key] === value) && expressions.every((one) => holds(one, labels[one.key]));
}

/** Whether labels satisfy the LabelSelector in a field. */
export function isSelected(field: unknown, labels: Record<string, string>): boolean {
  const selector = labelSelector(field);
  return selector !== undefined && selects(selector, labels);
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
