import { expect, test } from 'vitest';
import { SEED_NOW } from '../testing/seed.ts';
import { serving } from '../testing/serving.ts';

test('a requested token belongs to the service account and expires', async () => {
  let now = SEED_NOW;
  const { request } = await serving({ now: () => now });
  const path = '/api/v1/namespaces/shop/serviceaccounts/reader/token';
  const { status } = (await request('POST', path, { body: { spec: { expirationSeconds: 600 } } })).body;
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(200);
  now = Date.parse(status.expirationTimestamp);
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(401);
});

test('reviews tell users what they may do and who they are, also when impersonating', async () => {
  const { request, server } = await serving();
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const resourceAttributes = { verb: 'list', resource: 'pods', namespace: 'shop' };
  const token = server.issueToken({ name: 'system:serviceaccount:shop:reader', groups: ['system:serviceaccounts'] });
  const allowed = async (attributes: object) => (await request('POST', path, { body: { spec: attributes }, token })).body.status.allowed;
  expect(await allowed({ resourceAttributes })).toBe(true);
  expect(await allowed({ resourceAttributes: { ...resourceAttributes, subresource: 'log', verb: 'get' } })).toBe(true);
  expect(await allowed({ resourceAttributes: { ...resourceAttributes, verb: 'delete' } })).toBe(false);
  expect(await allowed({ nonResourceAttributes: { verb: 'get', path: '/version' } })).toBe(true);
  expect((await request('POST', path, { body: { spec: {} }, token })).body.code).toBe(400);
  const self = await request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {}, token });
  expect(self.body.status.userInfo.username).toBe('system:serviceaccount:shop:reader');
  const as = (who: string, with_: string) =>
    fetch(`${server.url}/api/v1/nodes`, { headers: { authorization: `Bearer ${with_}`, 'impersonate-user': who } });
  const admin = server.issueToken({ name: 'admin', groups: ['system:masters'] });
  expect((await as('system:serviceaccount:shop:reader', admin)).status).toBe(403);
  expect((await (await as('admin', token)).json()).message).toContain('cannot impersonate resource "users"');
});
