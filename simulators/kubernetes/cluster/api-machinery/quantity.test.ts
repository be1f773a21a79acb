import { describe, expect, it } from 'vitest';
import { bytes, canonicalText, cpuText, memoryText, milliCpu, parseQuantity } from './quantity.ts';

describe('quantities', () => {
  it('are parsed in every unit and written in their canonical form', () => {
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

  it('are refused if they are malformed', () => {
    expect(() => parseQuantity('lots')).toThrow(RangeError);
    expect(() => parseQuantity('1..2')).toThrow(RangeError);
  });
});
