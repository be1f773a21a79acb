import { expect, test } from 'vitest';
import { seededStore } from '../testing/seed.ts';
import { ensureBootstrapRoles, forbidden, isAllowed, type PolicyRule, rulesFor } from './rbac.ts';
import { serviceAccountUser } from './users.ts';

const user = { name: 'jane', groups: ['team', 'system:authenticated'] };

/** A store in which `jane` has these rules through a ClusterRoleBinding, or through a RoleBinding in a namespace. */
function granted(rules: PolicyRule[], namespace?: string) {
  const store = seededStore();
  store.create({ kind: 'ClusterRole', metadata: { name: 'granted' }, rules });
  store.create({
    kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name: 'granted', ...(namespace && { namespace }) },
    roleRef: { kind: 'ClusterRole', name: 'granted' },
    subjects: [{ kind: 'User', name: 'jane' }],
  });
  return store;
}

const getPods = { verb: 'get', group: '', resource: 'pods', namespace: 'shop', name: 'web' };

test('nothing is allowed without a rule that allows it', () => {
  expect(isAllowed(seededStore(), user, getPods)).toBe(false);
});

test('a rule allows its verbs on its resources of its groups, and nothing else', () => {
  const store = granted([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }]);
  const access = { verb: 'get', group: 'apps', resource: 'deployments', namespace: 'shop' };
  expect(isAllowed(store, user, access)).toBe(true);
  expect(isAllowed(store, user, { ...access, verb: 'delete' })).toBe(false);
  expect(isAllowed(store, user, { ...access, group: '' })).toBe(false);
  expect(isAllowed(store, user, { ...access, resource: 'replicasets' })).toBe(false);
  expect(isAllowed(store, user, { ...access, resource: 'deployments/scale' })).toBe(false);
  expect(isAllowed(store, { ...user, name: 'joe' }, access)).toBe(false);
});

test('subresources are granted by their own name, by * and by */name', () => {
  const log = { verb: 'get', group: '', resource: 'pods/log', namespace: 'shop' };
  for (const resource of ['pods/log', '*', '*/log'])
    expect(isAllowed(granted([{ apiGroups: [''], resources: [resource], verbs: ['get'] }]), user, log)).toBe(true);
  expect(isAllowed(granted([{ apiGroups: [''], resources: ['pods', '*/status'], verbs: ['get'] }]), user, log)).toBe(false);
});

test('resourceNames allow access to the named objects only, and no list', () => {
  const store = granted([{ apiGroups: [''], resources: ['pods'], resourceNames: ['web'], verbs: ['get', 'list'] }]);
  expect(isAllowed(store, user, getPods)).toBe(true);
  expect(isAllowed(store, user, { ...getPods, name: 'db' })).toBe(false);
  expect(isAllowed(store, user, { verb: 'list', group: '', resource: 'pods' })).toBe(false);
});

test('a RoleBinding grants access in its namespace only, even when it refers to a ClusterRole', () => {
  const store = granted([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], 'shop');
  expect(isAllowed(store, user, getPods)).toBe(true);
  expect(isAllowed(store, user, { ...getPods, namespace: 'kube-system' })).toBe(false);
  expect(isAllowed(store, user, { verb: 'list', group: '', resource: 'pods' })).toBe(false);
});

test('a service account is matched by name and namespace, a group by membership', () => {
  const store = seededStore();
  expect(isAllowed(store, serviceAccountUser('shop', 'reader'), getPods)).toBe(true);
  expect(isAllowed(store, serviceAccountUser('default', 'reader'), getPods)).toBe(false);
  expect(isAllowed(store, { name: 'reader', groups: [] }, getPods)).toBe(false);
  store.create({
    kind: 'RoleBinding',
    metadata: { name: 'team', namespace: 'shop' },
    roleRef: { kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'Group', name: 'team' }],
  });
  expect(isAllowed(store, user, getPods)).toBe(true);
});

test('paths are allowed by exact match or by prefix', () => {
  const store = granted([{ nonResourceURLs: ['/metrics', '/apis/*'], verbs: ['get'] }]);
  expect(isAllowed(store, user, { verb: 'get', path: '/metrics' })).toBe(true);
  expect(isAllowed(store, user, { verb: 'get', path: '/apis/apps/v1' })).toBe(true);
  expect(isAllowed(store, user, { verb: 'get', path: '/metrics/x' })).toBe(false);
  expect(isAllowed(store, user, { verb: 'post', path: '/metrics' })).toBe(false);
});

test('system:masters may do everything, whatever the store contains', () => {
  const admin = { name: 'admin', groups: ['system:masters'] };
  expect(isAllowed(seededStore(), admin, { ...getPods, verb: 'delete' })).toBe(true);
  expect(rulesFor(seededStore(), admin, undefined)).toHaveLength(2);
});

test('the bootstrap roles let anyone see the version and authenticated users review themselves; they are created once', () => {
  const store = seededStore();
  ensureBootstrapRoles(store);
  const { revision } = store;
  ensureBootstrapRoles(store);
  expect(store.revision).toBe(revision);
  const nobody = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  expect(isAllowed(store, nobody, { verb: 'get', path: '/version' })).toBe(true);
  expect(isAllowed(store, nobody, { verb: 'get', path: '/api/v1' })).toBe(false);
  expect(isAllowed(store, user, { verb: 'get', path: '/api/v1' })).toBe(true);
  expect(isAllowed(store, user, { verb: 'create', group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' })).toBe(true);
});

test('refusals name the user, the action and the scope in the words of the real server', () => {
  expect(forbidden(serviceAccountUser('ns', 'sa'), { verb: 'list', group: '', resource: 'pods' }).message).toBe(
    'pods is forbidden: User "system:serviceaccount:ns:sa" cannot list resource "pods" in API group "" at the cluster scope',
  );
  expect(forbidden(user, { ...getPods, verb: 'patch', group: 'apps', resource: 'deployments/scale' }).message).toBe(
    'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" in the namespace "shop"',
  );
  expect(forbidden(user, { verb: 'get', path: '/metrics' }).message).toBe('forbidden: User "jane" cannot get path "/metrics"');
});
