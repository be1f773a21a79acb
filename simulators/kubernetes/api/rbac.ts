import type { Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { StatusError } from './status.ts';
import { serviceAccountOf, type User } from './users.ts';

/** An access to resources. `resource` is the plural, with its subresource: `pods/log`. */
export interface ResourceAccess {
  verb: string;
  group: string;
  resource: string;
  namespace?: string;
  name?: string;
}

/** An access to a path that is not a resource. */
export interface PathAccess {
  verb: string;
  path: string;
}

/** A rule of a Role or ClusterRole (rbac.authorization.k8s.io/v1 PolicyRule). */
export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

/** Whether RBAC allows a user an access: through a ClusterRoleBinding, or through a RoleBinding in the namespace. */
export function isAllowed(store: Store, user: User, access: ResourceAccess | PathAccess): boolean {
  if (user.groups.includes('system:masters')) return true;
  const namespace = 'path' in access ? undefined : access.namespace;
  return rulesFor(store, user, namespace).some((rule) => ('path' in access ? allowsPath(rule, access) : allowsResource(rule, access)));
}

/** The rules that apply to a user in a namespace; without a namespace, those that apply everywhere. */
export function rulesFor(store: Store, user: User, namespace: string | undefined): PolicyRule[] {
  if (user.groups.includes('system:masters'))
    return [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ];
  const bindings = [
    ...store.list('ClusterRoleBinding'),
    ...(namespace === undefined || namespace === '' ? [] : store.list('RoleBinding', namespace)),
  ];
  return bindings
    .filter((binding) => (binding.subjects ?? []).some((subject: Obj['subjects']) => isSubject(subject, user, binding.metadata.namespace)))
    .flatMap(({ roleRef, metadata }) => {
      const role = store.find(roleRef.kind, roleRef.kind === 'Role' ? metadata.namespace : undefined, roleRef.name);
      return (role?.rules ?? []) as PolicyRule[];
    });
}

function isSubject(subject: { kind: string; name: string; namespace?: string }, user: User, bindingNamespace: string | undefined): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount': {
      const account = serviceAccountOf(user.name);
      return account?.name === subject.name && account.namespace === (subject.namespace ?? bindingNamespace);
    }
    default:
      return false;
  }
}

function allowsResource(rule: PolicyRule, { verb, group, resource, name }: ResourceAccess): boolean {
  const [, subresource] = resource.split('/');
  return (
    covers(rule.verbs, verb) &&
    covers(rule.apiGroups, group) &&
    (covers(rule.resources, resource) || (subresource !== undefined && rule.resources?.includes(`*/${subresource}`) === true)) &&
    (!rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name)))
  );
}

function allowsPath(rule: PolicyRule, { verb, path }: PathAccess): boolean {
  return (
    covers(rule.verbs, verb) &&
    (rule.nonResourceURLs ?? []).some((url) => (url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : url === path))
  );
}

function covers(allowed: readonly string[] | undefined, wanted: string): boolean {
  return allowed?.some((one) => one === '*' || one === wanted) ?? false;
}

/** The refusal of an access, in the API server's words. */
export function forbidden(user: User, access: ResourceAccess | PathAccess): StatusError {
  if ('path' in access)
    return new StatusError('Forbidden', `forbidden: User "${user.name}" cannot ${access.verb} path "${access.path}"`, {});
  const { verb, group, resource, namespace, name } = access;
  const plural = resource.split('/')[0]!;
  const qualified = `${plural}${group ? `.${group}` : ''}`;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  return new StatusError(
    'Forbidden',
    `${qualified}${name ? ` "${name}"` : ''} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
    { ...(name && { name }), ...(group && { group }), kind: plural },
  );
}

const READ_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/**
 * The roles that every API server creates at startup: for the administrator, self reviews of authenticated users, discovery
 * and public information. Existing ones are left as they are.
 */
export function ensureBootstrapRoles(store: Store): void {
  const role = (name: string, rules: PolicyRule[], ...groups: string[]) => {
    const metadata = { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } };
    if (!store.find('ClusterRole', undefined, name)) store.create({ kind: 'ClusterRole', metadata, rules });
    if (store.find('ClusterRoleBinding', undefined, name)) return;
    store.create({
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: groups.map((group) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group })),
    });
  };
  role(
    'cluster-admin',
    [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
    'system:masters',
  );
  role(
    'system:basic-user',
    [
      { apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], verbs: ['create'] },
      { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
    ],
    'system:authenticated',
  );
  role(
    'system:discovery',
    [{ nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', ...READ_PATHS, '/openapi', '/openapi/*'], verbs: ['get'] }],
    'system:authenticated',
  );
  role('system:public-info-viewer', [{ nonResourceURLs: READ_PATHS, verbs: ['get'] }], 'system:authenticated', 'system:unauthenticated');
}
