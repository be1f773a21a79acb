import type { TopologyNode } from './types.ts';

/** A read expression: which objects it means and which kinds it names; or what is wrong with it. */
export type Expression =
  | { matches: (node: TopologyNode) => boolean; kinds: readonly string[]; isEmpty: boolean; error?: undefined }
  | { matches?: undefined; error: string };

type Test = (node: TopologyNode) => boolean;

const HEALTHS: Record<string, readonly string[]> = {
  bad: ['failing', 'degraded'],
  good: ['healthy'],
  ...Object.fromEntries(['healthy', 'degraded', 'failing', 'pending', 'unknown'].map((health) => [health, [health]])),
};
const MARKS: Record<string, Test> = {
  incident: ({ incidents }) => (incidents?.length ?? 0) > 0,
  changed: ({ changedAt }) => changedAt !== undefined,
};
const TEXTS: Record<string, (node: TopologyNode) => string> = {
  kind: ({ kind }) => kind,
  ns: ({ namespace }) => namespace ?? '',
  cluster: ({ cluster }) => cluster,
};
const NUMBERS: Record<string, (node: TopologyNode) => number | undefined> = {
  restarts: ({ restarts }) => restarts ?? 0,
  pods: ({ total }) => total,
  ready: ({ ready }) => ready,
};
const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  ':': (a, b) => a === b,
  '=': (a, b) => a === b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};
const FIELD_NAMES = 'kind, ns, name, cluster, health, is, restarts, pods and ready';

/** Examples for people, under the fields that take expressions. */
export const EXPRESSION_EXAMPLES = ['health:bad', 'kind:Pod restarts>3', 'is:changed', '-kind:ConfigMap'];

/**
 * Reads an expression such as `kind:Pod health:bad ns:shop restarts>3`: terms, all of which must hold. A term is a field with a value
 * (several, separated by commas, mean any of them; `*` stands for any text), or a word of the object's kind, namespace or name. A `-`
 * before it means its opposite. An empty expression means every object.
 */
export function readExpression(text: string): Expression {
  const tests: Test[] = [];
  const kinds: string[] = [];
  for (const term of text.trim().split(/\s+/).filter(Boolean)) {
    const isOpposite = term.startsWith('-');
    const bare = isOpposite ? term.slice(1) : term;
    const test = readTerm(bare);
    if (typeof test === 'string') return { error: test };
    tests.push(isOpposite ? (node) => !test(node) : test);
    if (!isOpposite && /^kind[:=]/i.test(bare)) kinds.push(...valuesOf(bare.slice(5)));
  }
  return { matches: (node) => tests.every((test) => test(node)), kinds, isEmpty: tests.length === 0 };
}

/** The test of a term, or what is wrong with it. */
function readTerm(term: string): Test | string {
  const [, given, operator = '', value = ''] = /^([A-Za-z]+)(>=|<=|[:=<>])(.*)$/.exec(term) ?? [];
  if (given === undefined) return wordTest(term);
  const field = given.toLowerCase() === 'namespace' ? 'ns' : given.toLowerCase();
  if (value === '') return `Give a value after ${given}${operator}`;
  const number = NUMBERS[field];
  if (number) return numberTest(field, number, operator, value);
  if (![...Object.keys(TEXTS), 'name', 'health', 'is'].includes(field))
    return `There is no field "${given}". The fields are ${FIELD_NAMES}.`;
  if (operator !== ':' && operator !== '=') return `"${field}" cannot be compared by ${operator}. Write ${field}:${value}`;
  const values = valuesOf(value);
  if (field === 'health') return chosen('health', values, HEALTHS, (healths) => (node) => healths.includes(node.health));
  if (field === 'is') return chosen('is', values, MARKS, (mark) => mark);
  if (field === 'name') return (node) => values.some((one) => like(one.includes('*') ? one : `*${one}*`, node.name));
  return (node) => values.some((one) => like(one, TEXTS[field]?.(node) ?? ''));
}

function wordTest(word: string): Test | string {
  if (word === '') return 'Give a field or a word after the -';
  if (/[<>=:]/.test(word)) return `"${word}" cannot be read. Write a field, then : and its value, such as health:bad`;
  return ({ kind, namespace = '', name }) => `${kind} ${namespace} ${name}`.toLowerCase().includes(word.toLowerCase());
}

function numberTest(field: string, of: (node: TopologyNode) => number | undefined, operator: string, value: string): Test | string {
  const wanted = Number(value);
  const compare = COMPARISONS[operator];
  if (!/^\d+$/.test(value) || !compare) return `"${field}" is compared with a whole number, such as ${field}>3; "${value}" is none.`;
  return (node) => {
    const found = of(node);
    return found !== undefined && compare(found, wanted);
  };
}

function chosen<T>(field: string, values: readonly string[], choices: Record<string, T>, test: (choice: T) => Test): Test | string {
  const tests: Test[] = [];
  for (const value of values) {
    const choice = Object.hasOwn(choices, value) ? choices[value] : undefined;
    if (choice === undefined) return `"${value}" is no value of "${field}". Its values are ${Object.keys(choices).join(', ')}.`;
    tests.push(test(choice));
  }
  return (node) => tests.some((one) => one(node));
}

function valuesOf(text: string): string[] {
  return text.toLowerCase().split(',').filter(Boolean);
}

/** Whether a text is like a pattern in which `*` stands for any text, whatever their case. */
function like(pattern: string, text: string): boolean {
  const [first = '', ...parts] = pattern.toLowerCase().split('*');
  const whole = text.toLowerCase();
  if (parts.length === 0) return whole === first;
  const last = parts.pop() ?? '';
  if (!whole.startsWith(first) || !whole.endsWith(last) || whole.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts) {
    const found = whole.indexOf(part, at);
    if (found < 0 || found + part.length > whole.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
