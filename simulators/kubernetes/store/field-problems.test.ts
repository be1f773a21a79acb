import { expect, test } from 'vitest';
import { invalidity, invalidityOf } from './field-problems.ts';

test('one problem is the whole message, several are in brackets; each is a cause with its field and reason', () => {
  const deployments = { kind: 'Deployment', group: 'apps' };
  expect(invalidity(deployments, 'web', ['spec.selector: Required value'])).toEqual({
    message: 'Deployment.apps "web" is invalid: spec.selector: Required value',
    details: {
      name: 'web',
      group: 'apps',
      kind: 'Deployment',
      causes: [{ field: 'spec.selector', reason: 'FieldValueRequired', message: 'Required value' }],
    },
  });
  const both = invalidity(deployments, 'web', ['spec.a: Forbidden: no', 'spec.b: Invalid value: "x": must be a: b']);
  expect(both.message).toBe('Deployment.apps "web" is invalid: [spec.a: Forbidden: no, spec.b: Invalid value: "x": must be a: b]');
  expect(both.details.causes).toEqual([
    { field: 'spec.a', reason: 'FieldValueForbidden', message: 'Forbidden: no' },
    { field: 'spec.b', reason: 'FieldValueInvalid', message: 'Invalid value: "x": must be a: b' },
  ]);
});

test('an object without a name is identified by its generateName, one of the core group without a group', () => {
  const { message, details } = invalidityOf({ kind: 'Pod', metadata: { generateName: 'cart-' } }, ['spec.containers: Required value']);
  expect(message).toBe('Pod "cart-" is invalid: spec.containers: Required value');
  expect(details).toMatchObject({ name: 'cart-', kind: 'Pod' });
  expect(details.group).toBeUndefined();
});
