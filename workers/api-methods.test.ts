import { expect, it } from 'vitest';
import { allowedMethods } from './api-methods.ts';

it.each([
  ['/api/v1/overview', ['GET', 'HEAD', 'OPTIONS']],
  ['/api/v1/overview?x=1', ['GET', 'HEAD', 'OPTIONS']],
  ['/api/v1/incidents/accuracy', ['GET', 'HEAD', 'OPTIONS']],
  ['/api/v1/incidents/01a2/feedback', ['POST', 'OPTIONS']],
  ['/api/v1/resources/prod/a/b', ['GET', 'HEAD', 'OPTIONS']],
  ['/api/v1/me/profile', ['GET', 'PATCH', 'HEAD', 'OPTIONS']],
  ['/api/v1/nothing', undefined],
  ['/api/auth/session', undefined],
])('%s allows %j', (url, methods) => {
  expect(allowedMethods(url)).toEqual(methods);
});
