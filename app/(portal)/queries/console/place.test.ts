import { expect, it } from 'vitest';
import { placeOf } from './place.ts';

const QUERY = 'MATCH (n)\nRETRUN n';

it.each([
  ['in a later line', 'Line 2, column 3: Invalid input', { line: 'RETRUN n', column: 3, offset: 12 }],
  ['at the end of a line', 'Line 1, column 10: Invalid input', { line: 'MATCH (n)', column: 10, offset: 9 }],
  ['in a line that is not there', 'Line 3, column 1: Invalid input', undefined],
  ['behind the end of its line', 'Line 1, column 40: Invalid input', undefined],
  ['not in the message', 'The query took longer than 10 seconds', undefined],
])('the place of a mistake is found: %s', (_what, message, place) => {
  expect(placeOf(QUERY, message)).toEqual(place);
});
