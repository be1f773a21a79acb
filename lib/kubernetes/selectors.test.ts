import { describe, expect, it } from 'vitest';
import { isSelected, labelSelector, mapSelector, meetsNodeRequirement, selects } from './selectors.ts';

const labels = { app: 'web', tier: 'front' };
const expression = (key: string, operator: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

describe('a LabelSelector', () => {
  it.each([
    ['an empty one selects everything', {}, true],
    ['an absent one selects nothing', undefined, false],
    ['null selects nothing', null, false],
    ['every label must be equal', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['labels and expressions must both hold', { matchLabels: { app: 'web' }, ...expression('tier', 'Exists') }, true],
    ['In asks for one of the values', expression('app', 'In', 'api', 'web'), true],
    ['NotIn holds without the label', expression('zone', 'NotIn', 'a'), true],
    ['NotIn does not hold for one of the values', expression('app', 'NotIn', 'web'), false],
    ['DoesNotExist does not hold for a label that is there', expression('app', 'DoesNotExist'), false],
    ['an operator that does not exist selects nothing', expression('app', 'Like', 'w'), false],
  ])('%s', (_, selector, expected) => {
    expect(isSelected(selector, labels)).toBe(expected);
    const read = labelSelector(selector);
    expect(read !== undefined && selects(read, labels)).toBe(expected);
  });
});

describe('the selector of a Service', () => {
  it('selects pods with all its labels', () => {
    expect(selects(mapSelector({ app: 'web' })!, labels)).toBe(true);
    expect(selects(mapSelector({ app: 'web', tier: 'back' })!, labels)).toBe(false);
  });

  it('selects nothing when it is empty or absent', () => {
    expect(mapSelector({})).toBeUndefined();
    expect(mapSelector(undefined)).toBeUndefined();
  });
});

describe('a node selector requirement', () => {
  it.each([
    ['Gt compares numbers', { key: 'cores', operator: 'Gt', values: ['4'] }, true],
    ['Lt compares numbers', { key: 'cores', operator: 'Lt', values: ['8'] }, false],
    ['Gt does not hold without the label', { key: 'gpus', operator: 'Gt', values: ['0'] }, false],
    ['In asks for one of the values', { key: 'zone', operator: 'In', values: ['a', 'b'] }, true],
    ['DoesNotExist does not hold for a label that is there', { key: 'zone', operator: 'DoesNotExist' }, false],
    ['an unknown operator rules out nothing', { key: 'zone', operator: 'Near', values: ['c'] }, true],
  ])('%s', (_, requirement, expected) => {
    expect(meetsNodeRequirement(requirement, { cores: '8', zone: 'a' })).toBe(expected);
  });
});
