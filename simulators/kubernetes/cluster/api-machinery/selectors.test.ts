import { describe, expect, it } from 'vitest';
import { matchesSelector, untolerated } from './selectors.ts';

describe('selectors', () => {
  it('match as LabelSelectors do: a missing selector matches nothing, an empty one everything', () => {
    expect(matchesSelector(undefined, { a: '1' })).toBe(false);
    expect(matchesSelector({}, undefined)).toBe(true);
    expect(matchesSelector({ matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] }, { a: '1' })).toBe(true);
    expect(matchesSelector({ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, { a: '1' })).toBe(false);
  });

  it('find the first taint without a matching toleration', () => {
    const taints = [
      { key: 'a', value: '1', effect: 'NoSchedule' as const },
      { key: 'b', effect: 'NoExecute' as const },
    ];
    expect(untolerated({ tolerations: [{ key: 'a', operator: 'Equal', value: '1' }] }, taints, ['NoSchedule', 'NoExecute'])?.key).toBe('b');
    expect(untolerated({ tolerations: [{ operator: 'Exists' }] }, taints, ['NoSchedule', 'NoExecute'])).toBeUndefined();
    expect(untolerated({ tolerations: [{ key: 'a', value: '2' }] }, taints, ['NoSchedule'])?.key).toBe('a');
  });
});
