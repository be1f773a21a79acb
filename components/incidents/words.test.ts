import { describe, expect, it } from 'vitest';
import { objectText, withoutDiff } from './words.ts';

describe('the texts of an incident', () => {
  it('name an object by kind, namespace and name, without a namespace if it has none', () => {
    expect(objectText({ kind: 'Pod', namespace: 'shop', name: 'cart' })).toBe('Pod shop/cart');
    expect(objectText({ kind: 'Node', name: 'node-1' })).toBe('Node node-1');
  });

  it('leave out the fields of a change, which its diff shows', () => {
    const fields = [{ path: '/spec/selector/app' }, { path: '/spec/type' }];
    expect(withoutDiff('Service shop/cart was updated by kubectl: /spec/selector/app cart → cart-v2; /spec/type a → b', fields)).toBe(
      'Service shop/cart was updated by kubectl',
    );
  });

  it('keep a sentence that names no field, or that has no diff', () => {
    expect(withoutDiff('Service shop/cart was updated', [{ path: '/spec' }])).toBe('Service shop/cart was updated');
    expect(withoutDiff('It says: /spec is wrong', [])).toBe('It says: /spec is wrong');
  });
});
