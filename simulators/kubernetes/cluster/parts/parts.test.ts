import { describe, expect, it } from 'vitest';
import { lastDue } from './cron.ts';
import { fieldsSet } from './managed-fields.ts';
import { bytes, canonicalText, cpuText, memoryText, milliCpu, parseQuantity } from './quantity.ts';
import { matchesSelector, untolerated } from './selectors.ts';

describe('quantities', () => {
  it('are read in every unit and written in their canonical form', () => {
    expect([milliCpu('250m'), milliCpu('2'), milliCpu(0.5), milliCpu(undefined)]).toEqual([250, 2000, 500, 0]);
    expect([bytes('1Mi'), bytes('1k'), bytes('128974848'), bytes('1e3')]).toEqual([1048576, 1000, 128974848, 1000]);
    expect([cpuText(250), cpuText(2000), memoryText(256 * 2 ** 20), memoryText(1500)]).toEqual(['250m', '2', '256Mi', '1500']);
  });

  it.each([
    ['0.1', '100m'],
    [0.5, '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['128M', '128M'],
    ['1000M', '1G'],
    ['1500', '1500'],
    ['0', '0'],
  ])('%s is written back as %s', (given, canonical) => {
    expect(canonicalText(given)).toBe(canonical);
  });

  it('are refused where they are none', () => {
    expect(() => parseQuantity('lots')).toThrow(RangeError);
    expect(() => parseQuantity('1..2')).toThrow(RangeError);
  });
});

describe('a schedule', () => {
  const at = (text: string) => Date.parse(`2025-11-20T${text}Z`);

  it('is due at its times, once each', () => {
    expect(lastDue('*/5 * * * *', at('10:00:00'), at('10:07:30'))).toBe(at('10:05:00'));
    expect(lastDue('*/5 * * * *', at('10:05:00'), at('10:07:30'))).toBeUndefined();
    expect(lastDue('15 3 * * 1-5', at('00:00:00'), at('10:00:00'))).toBe(at('03:15:00'));
    expect(lastDue('0 0 1 * *', at('00:00:00') - 1, at('10:00:00'))).toBeUndefined();
  });

  it('is refused where it is none', () => {
    expect(() => lastDue('* * *', 0, at('10:00:00'))).toThrow('expected exactly 5 fields, found 3');
    expect(() => lastDue('61 * * * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('x * * * *', 0, at('10:00:00'))).toThrow(RangeError);
  });
});

describe('selectors', () => {
  it('match as LabelSelectors do: none matches nothing, an empty one everything', () => {
    expect(matchesSelector(undefined, { a: '1' })).toBe(false);
    expect(matchesSelector({}, undefined)).toBe(true);
    expect(matchesSelector({ matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] }, { a: '1' })).toBe(true);
    expect(matchesSelector({ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, { a: '1' })).toBe(false);
  });

  it('find the first taint that no toleration covers', () => {
    const taints = [
      { key: 'a', value: '1', effect: 'NoSchedule' as const },
      { key: 'b', effect: 'NoExecute' as const },
    ];
    expect(untolerated({ tolerations: [{ key: 'a', operator: 'Equal', value: '1' }] }, taints, ['NoSchedule', 'NoExecute'])?.key).toBe('b');
    expect(untolerated({ tolerations: [{ operator: 'Exists' }] }, taints, ['NoSchedule', 'NoExecute'])).toBeUndefined();
    expect(untolerated({ tolerations: [{ key: 'a', value: '2' }] }, taints, ['NoSchedule'])?.key).toBe('a');
  });
});

describe('managed fields', () => {
  it('name what changed, list items by their names', () => {
    const before = {
      spec: {
        replicas: 1,
        containers: [
          { name: 'a', image: 'x:1' },
          { name: 'b', image: 'y:1' },
        ],
      },
    };
    const after = {
      spec: {
        replicas: 1,
        containers: [
          { name: 'a', image: 'x:2' },
          { name: 'b', image: 'y:1' },
        ],
      },
    };
    expect(fieldsSet(before, after)).toEqual({ 'f:spec': { 'f:containers': { 'k:{"name":"a"}': { 'f:image': {} } } } });
  });
});
