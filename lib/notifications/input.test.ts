import { expect, it } from 'vitest';
import { newDestinationInput } from './input.ts';

const refused = (addresses: string[]) =>
  newDestinationInput
    .safeParse({ kind: 'mail', name: 'On call', to: 'addresses', addresses, rules: {} })
    .error?.issues.map(({ message }) => message);

it('a mail destination takes addresses that a mail server takes, and names what is wrong with others', () => {
  expect(refused([`${'x'.repeat(64)}@example.com`])).toBeUndefined();
  expect(refused([`${'x'.repeat(65)}@example.com`])).toEqual(['Use at most 64 characters before the @.']);
  expect(refused(['nobody'])).toContain('This is not an email address.');
  expect(refused(Array.from({ length: 21 }, (_, i) => `a${i}@example.com`))).toEqual(['Use at most 20 addresses.']);
});
