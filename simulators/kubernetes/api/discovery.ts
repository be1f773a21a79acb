import { KINDS } from '../store/kinds.ts';
import { categoriesOf, groups, OBJECT_VERBS, REVIEWS, subresourcesOf } from './resources.ts';

/** The /version document for a version (`v1.34.4`). */
function versionDocument(gitVersion: string): object {
  const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return {
    major,
    minor,
    gitVersion,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.24.12',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

/** The discovery document of a path: /version, /api, /apis and below; undefined for any other path. */
export function discoveryDocument(path: string, gitVersion: string): object | undefined {
  const [, root, first, second, ...rest] = path.replace(/\/$/, '').split('/');
  if (rest.length > 0) return undefined;
  if (root === 'version' && first === undefined) return versionDocument(gitVersion);
  if (root === 'api' && first === undefined) return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (root === 'api') return second === undefined ? resourceList('', first!) : undefined;
  if (root !== 'apis') return undefined;
  if (first === undefined) return { kind: 'APIGroupList', apiVersion: 'v1', groups: namedGroups().map(apiGroup) };
  if (second !== undefined) return resourceList(first, second);
  const found = namedGroups().find(({ group }) => group === first);
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found) };
}

/** All of /api (the core group) or of /apis (all other groups) in one document (apidiscovery.k8s.io/v2). */
export function aggregatedDiscovery(root: 'api' | 'apis'): object {
  const covered = root === 'api' ? groups().filter(({ group }) => group === '') : namedGroups();
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: covered.map(({ group, versions }) => ({
      metadata: { ...(group && { name: group }), creationTimestamp: null },
      versions: versions.map((version) => ({ version, freshness: 'Current', resources: aggregatedResources(group, version) })),
    })),
  };
}

function aggregatedResources(group: string, version: string): object[] {
  const kinds = KINDS.filter((kind) => kind.group === group && kind.version === version).map((kind) => ({
    resource: kind.plural,
    responseKind: { group, version, kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: OBJECT_VERBS,
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(categoriesOf(kind).length > 0 && { categories: categoriesOf(kind) }),
    ...(subresourcesOf(kind).length > 0 && {
      subresources: subresourcesOf(kind).map(({ name, responseKind, verbs }) => ({ subresource: name, responseKind, verbs })),
    }),
  }));
  const reviews = REVIEWS.filter((one) => one.group === group && one.version === version).map(({ plural, singular, kind }) => ({
    resource: plural,
    responseKind: { group, version, kind },
    scope: 'Cluster',
    singularResource: singular,
    verbs: ['create'],
  }));
  return [...kinds, ...reviews];
}

function resourceList(group: string, version: string): object | undefined {
  const kinds = KINDS.filter((kind) => kind.group === group && kind.version === version).flatMap((kind) => [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: OBJECT_VERBS,
      ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
      ...(categoriesOf(kind).length > 0 && { categories: categoriesOf(kind) }),
    },
    ...subresourcesOf(kind).map(({ name, responseKind, verbs }) => ({
      name: `${kind.plural}/${name}`,
      singularName: '',
      namespaced: kind.namespaced,
      ...(responseKind.group !== group && { group: responseKind.group, version: responseKind.version }),
      kind: responseKind.kind,
      verbs,
    })),
  ]);
  const reviews = REVIEWS.filter((one) => one.group === group && one.version === version).map(({ plural, singular, kind }) => ({
    name: plural,
    singularName: singular,
    namespaced: false,
    kind,
    verbs: ['create'],
  }));
  if (kinds.length + reviews.length === 0) return undefined;
  const groupVersion = group ? `${group}/${version}` : version;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [...kinds, ...reviews] };
}

function namedGroups() {
  return groups().filter(({ group }) => group !== '');
}

function apiGroup({ group, versions }: { group: string; versions: string[] }): {
  name: string;
  versions: object[];
  preferredVersion: object;
} {
  const all = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: all, preferredVersion: all[0]! };
}
