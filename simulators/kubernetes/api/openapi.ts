import { apiVersionOf, KINDS } from '../store/kinds.ts';

/**
 * The OpenAPI v3 documents, as far as kubectl needs them: which kinds exist, and that the server supports fieldValidation,
 * so that kubectl leaves validation to it. They contain no schemas: `kubectl explain` finds nothing.
 */

/** The document at /openapi/v3, which links to those of the groups. */
export function openApiIndex(): object {
  const versions = [...new Set(KINDS.map(pathOf))];
  return { paths: Object.fromEntries(versions.map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}` }])) };
}

/** The document of a group and version (`api/v1`, `apis/apps/v1`); undefined if it is not served. */
export function openApiDocument(path: string): object | undefined {
  const kinds = KINDS.filter((kind) => pathOf(kind) === path);
  if (kinds.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(
      kinds.map((kind) => {
        const scope = kind.namespaced ? 'namespaces/{namespace}/' : '';
        const gvk = { group: kind.group, version: kind.version, kind: kind.kind };
        const write = (action: string) => ({
          parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } }],
          responses: { 200: { description: 'OK' } },
          'x-kubernetes-action': action,
          'x-kubernetes-group-version-kind': gvk,
        });
        return [`/${path}/${scope}${kind.plural}/{name}`, { put: write('put'), patch: write('patch') }];
      }),
    ),
    components: { schemas: {} },
  };
}

function pathOf(kind: (typeof KINDS)[number]): string {
  return kind.group ? `apis/${apiVersionOf(kind)}` : `api/${kind.version}`;
}
