import { describe, expect, it } from 'vitest';
import { parseSearch, SearchQueryError } from './query.ts';

describe('a search text', () => {
  it('is words, with fields anywhere between them', () => {
    expect(parseSearch('killed kind:pod for ns:shop memory cluster:prod health:failing')).toEqual({
      text: 'killed for memory',
      kind: 'Pod',
      namespace: 'shop',
      cluster: 'prod',
      health: 'failing',
    });
  });

  it('names kinds as kubectl does: in any case, in the plural, or by the short name', () => {
    for (const name of ['pvc', 'persistentvolumeclaims', 'PersistentVolumeClaim', 'persistentvolumeclaim']) {
      expect(parseSearch(`kind:${name}`).kind).toBe('PersistentVolumeClaim');
    }
    expect(parseSearch('kind:VirtualService').kind).toBe('VirtualService');
  });

  it('keeps words with a colon that are no fields', () => {
    for (const text of ['10.0.0.1:8080', 'error: refused', 'constructor:x', 'image:web', 'kind:', ':x']) {
      expect(parseSearch(text)).toEqual({ text });
    }
  });

  it('is refused with the values that exist, where a field has none of them', () => {
    expect(() => parseSearch('type:pods')).toThrow(SearchQueryError);
    expect(() => parseSearch('type:pods')).toThrow(/type:pods does not exist.*type:incident/);
    expect(() => parseSearch('health:bad')).toThrow(/health:failing/);
  });
});
