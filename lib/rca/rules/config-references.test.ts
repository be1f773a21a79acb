import { expect, it } from 'vitest';
import { firstOf, lonePod } from '../testing/minimal.ts';

it.each([
  ['configmap not found', 'config.configmap_missing'],
  ['secrets not found', 'config.secret_missing'],
])('a container that waits with "%s" lacks configuration, although its name is unknown', (message, code) => {
  expect(firstOf({ resources: [lonePod('web', { waiting: ['CreateContainerConfigError', message] })] })).toBe(`${code} Pod/web`);
});
