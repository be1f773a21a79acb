import { expect, it } from 'vitest';
import { RELATION_TYPES } from '#lib/kubernetes/references.ts';
import { relationWord } from './relation-words.ts';

it('every type of relation has words, from both of its ends', () => {
  for (const type of RELATION_TYPES) {
    expect(relationWord(type, 'out')).toMatch(/^[a-z ]+$/);
    expect(relationWord(type, 'in')).toMatch(/^[a-z ]+$/);
  }
});
