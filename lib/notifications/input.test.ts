import { expect, it } from 'vitest';
import { newDestinationInput } from './input.ts';

const refused = (addresses: string[]) =>
  newDestinationInput
    .safeParse({ kind: 'mail', name: 'On call', to: 'addresses', addresses, rules: {} })
    .error?.issues.map(({ message }) => message);

it('a mail destination takes addresses that a mail server takes, and names what is wrong with others', () => {
  expect(refused(['jo@example.com'])).toBeUndefined();
  expect(refused(['nobody'])).toContain('Enter a valid email address.');
  expect(refused(Array.from({ length: 21 }, (_, i) => `a${i}@example.com`))).toEqual(['Use at most 20 addresses.']);
});
