import { describe, expect, it } from 'vitest';
import { amount, objectText, withoutDiff } from './words.ts';

describe('the words of an incident', () => {
  it('name an object by kind, namespace and name, or without a namespace where it has none', () => {
    expect(objectText({ kind: 'Pod', namespace: 'shop', name: 'cart' })).toBe('Pod shop/cart');
    expect(objectText({ kind: 'Node', name: 'node-1' })).toBe('Node node-1');
  });

  it('count one thing as one', () =>
    expect([0, 1, 2, 1200].map((n) => amount(n, 'pod'))).toEqual(['0 pods', '1 pod', '2 pods', '1,200 pods']));

  it('leave the fields of a change to its diff', () => {
    const fields = [{ path: '/spec/selector/app' }, { path: '/spec/type' }];
    expect(withoutDiff('Service shop/cart was updated by kubectl: /spec/selector/app cart → cart-v2; /spec/type a → b', fields)).toBe(
      'Service shop/cart was updated by kubectl',
    );
  });

  it('keep a sentence whole that names no field, or no diff stands below', () => {
    expect(withoutDiff('Service shop/cart was updated', [{ path: '/spec' }])).toBe('Service shop/cart was updated');
    expect(withoutDiff('It says: /spec is wrong', [])).toBe('It says: /spec is wrong');
  });
});
