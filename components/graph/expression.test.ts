import { describe, expect, it } from 'vitest';
import { EXPRESSION_EXAMPLES, readExpression } from './expression.ts';
import { clusterNode, node } from './testing.ts';

const ALL = [
  node('Pod', 'cart-1', { health: 'failing', restarts: 7 }),
  node('Pod', 'cart-2', { health: 'degraded', restarts: 3 }),
  node('Deployment', 'cart', { health: 'degraded', ready: 1, total: 2, incidents: ['i'], changedAt: 5 }),
  node('Service', 'cart-db', { namespace: 'data' }),
  clusterNode('Node', 'n-1'),
];

function found(text: string): string[] {
  const expression = readExpression(text);
  if (expression.error !== undefined) throw new Error(expression.error);
  return ALL.filter(expression.matches).map(({ kind, name }) => `${kind}/${name}`);
}

describe('an expression', () => {
  it.each([
    ['', ['Pod/cart-1', 'Pod/cart-2', 'Deployment/cart', 'Service/cart-db', 'Node/n-1']],
    ['kind:Pod health:bad ns:shop restarts>3', ['Pod/cart-1']],
    ['restarts>=3', ['Pod/cart-1', 'Pod/cart-2']],
    ['health:degraded', ['Pod/cart-2', 'Deployment/cart']],
    ['kind:pod,node', ['Pod/cart-1', 'Pod/cart-2', 'Node/n-1']],
    ['-kind:Pod cart', ['Deployment/cart', 'Service/cart-db']],
    ['name:cart-*', ['Pod/cart-1', 'Pod/cart-2', 'Service/cart-db']],
    ['name:*-d*b', ['Service/cart-db']],
    ['name:DB', ['Service/cart-db']],
    ['namespace:data', ['Service/cart-db']],
    ['ns:sh*p ready<2', ['Deployment/cart']],
    ['pods=2', ['Deployment/cart']],
    ['is:incident', ['Deployment/cart']],
    ['is:changed -cluster:staging', ['Deployment/cart']],
    ['ns:nothing', []],
  ])('means the objects that fulfil each of its terms: %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('tells which kinds it names, for those that are folded into others', () => {
    expect(readExpression('kind:Pod,Job -kind:Node')).toMatchObject({ kinds: ['pod', 'job'] });
  });

  it.each([
    ['owner:me', 'There is no field "owner". The fields are kind, ns, name, cluster, health, is, restarts, pods and ready.'],
    ['health:purple', '"purple" is no value of "health". Its values are bad, good, healthy, degraded, failing, pending, unknown.'],
    ['is:constructor', '"constructor" is no value of "is". Its values are incident, changed.'],
    ['restarts>many', '"restarts" is compared with a whole number, such as restarts>3; "many" is none.'],
    ['kind>3', '"kind" cannot be compared by >. Write kind:3'],
    ['kind:', 'Give a value after kind:'],
    ['-', 'Give a field or a word after the -'],
    ['1>2', '"1>2" cannot be read. Write a field, then : and its value, such as health:bad'],
  ])('that makes no sense says why, and what to write: %s', (text, error) => {
    expect(readExpression(text)).toEqual({ error });
  });

  it('is explained by examples that can be read', () => {
    for (const example of EXPRESSION_EXAMPLES) expect(() => found(example)).not.toThrow();
  });
});
