import type { Metadata } from 'next';
import { z } from 'zod';
import { allRoutes } from '#app/api/v1/routes.ts';
import { Link } from '#components/ui/link.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { Declaration } from '#lib/api/index.ts';
import { rightsOf, schemaOf } from '#lib/api/openapi.ts';
import { exampleOf, type JsonSchema } from '#lib/api/openapi-example.ts';
import { env } from '#lib/platform/env.ts';
import { shellLine } from '#lib/text/index.ts';
import { SearchableOperations } from './search.tsx';
import { type Tried, TryIt } from './try-it.tsx';

export const metadata: Metadata = { title: 'API reference' };

/** The reference of REST v1, generated from the declarations that the server enforces. */
export default function ApiReferencePage() {
  const declarations = allRoutes.map(({ declaration }) => declaration);
  const tags = [...new Set(declarations.map(({ tag }) => tag))].sort();
  const subjects = tags.map((tag) => ({
    tag,
    anchor: idOf(tag),
    operations: declarations
      .filter((declaration) => declaration.tag === tag)
      .map((declaration) => ({
        id: declaration.operationId,
        text: [declaration.operationId, declaration.method, declaration.path, declaration.summary, tag].join(' ').toLowerCase(),
        shown: <Operation declaration={declaration} />,
      })),
  }));
  return (
    <SearchableOperations subjects={subjects}>
      <h1 className="text-xl font-semibold">API reference</h1>
      <p className="mt-2 max-w-prose text-ink-2">
        Authenticate with <code className="font-mono">Authorization: Bearer &lt;API key&gt;</code>. Times are in epoch milliseconds, amounts
        of money in integer cents, and sizes in bytes. Errors are RFC 9457 problem details; a 429 response names the limit and says in{' '}
        <code className="font-mono">Retry-After</code> when to try again. This reference is also available as an{' '}
        <a href="/api/v1/openapi.json" className="link">
          OpenAPI 3.1 document
        </a>
        . Assistants reach the same data through the{' '}
        <Link href="/docs/mcp" className="link">
          MCP server
        </Link>
        .
      </p>
      <ul className="mt-2 max-w-prose list-disc pl-5 text-ink-2">
        <li>
          <code className="font-mono">RateLimit</code> and <code className="font-mono">RateLimit-Policy</code> say with every answer how
          many requests are left.
        </li>
        <li>
          <code className="font-mono">Idempotency-Key</code>, a text of your choice, makes it safe to send a change again: for 24 hours the
          same request with the same key gets the first answer, and is not done twice.
        </li>
        <li>
          <code className="font-mono">ETag</code>: send it back in <code className="font-mono">If-None-Match</code>, and an answer that is
          still the same comes as 304 without a body.
        </li>
        <li>
          Lists come in pages: pass <code className="font-mono">nextCursor</code> as <code className="font-mono">cursor</code> until it is
          null.
        </li>
      </ul>
    </SearchableOperations>
  );
}

function Operation({ declaration }: { declaration: Declaration }) {
  const { operationId, method, path, summary, params, query, body, response } = declaration;
  return (
    <article id={operationId} className="mt-4 scroll-mt-4 rounded-lg border bg-surface p-4">
      <h3 className="flex flex-wrap items-baseline gap-2 font-mono">
        <span className="rounded bg-accent-soft px-1.5 text-sm font-semibold text-accent">{method}</span>
        <span className="break-all">{path}</span>
      </h3>
      <p className="mt-2">{summary}</p>
      <p className="mt-1 text-sm text-ink-2">{rightsOf(declaration)}</p>
      {params && <Fields title="Path parameters" schema={schemaOf(params, 'input') as JsonSchema} />}
      {query && <Fields title="Query parameters" schema={schemaOf(query, 'input') as JsonSchema} />}
      {body && <Fields title="Request body" schema={schemaOf(body, 'input') as JsonSchema} />}
      {response instanceof z.ZodType ? (
        <Fields title="Response" schema={schemaOf(response, 'output') as JsonSchema} />
      ) : (
        <p className="mt-3 text-sm">
          Response: <code className="font-mono">{response.binary}</code>
        </p>
      )}
      <div className="mt-3">
        <CopyText block text={curlOf(declaration)} label="Copy the example" />
      </div>
      {declaration.rawBody === undefined && declaration.access !== 'scim' && <TryIt tried={triedOf(declaration)} />}
    </article>
  );
}

function Fields({ title, schema }: { title: string; schema: JsonSchema }) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-sm font-medium">{title}</summary>
      <ul className="mt-1 border-l pl-3">
        {fields.map(([name, field]) => (
          <li key={name} className="py-0.5 text-sm">
            <code className="font-mono">{name}</code> <span className="text-ink-2">{typeOf(field)}</span>
            {!(schema.required ?? []).includes(name) && <span className="text-ink-2">, optional</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return union.map(typeOf).join(' | ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  if (schema.properties) return `{ ${Object.keys(schema.properties).join(', ')} }`;
  return schema.format ?? ([schema.type].flat().filter(Boolean).join(' | ') || 'anything');
}

function curlOf({ method, path, access, body, rawBody }: Declaration): string {
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${env.use().publicUrl}${path}`];
  if (access !== 'public') lines.push(`  -H "Authorization: Bearer ${access === 'staff' ? '$ADMIN_TOKEN' : '$KG_API_KEY'}"`);
  if (body || rawBody) lines.push(`  -H "Content-Type: ${rawBody ?? 'application/json'}"`);
  if (body) lines.push(`  -d ${shellLine([JSON.stringify(exampleOf(schemaOf(body, 'input') as JsonSchema))])}`);
  if (rawBody) lines.push(`  --data-binary @body.json`);
  return lines.join(' \\\n');
}

function triedOf({ method, path, params, query, body }: Declaration): Tried {
  const { properties = {}, required = [] } = query ? (schemaOf(query, 'input') as JsonSchema) : {};
  return {
    method,
    path,
    params: Object.keys(params?.shape ?? {}),
    query: Object.keys(properties).map((name) => ({ name, required: required.includes(name) })),
    ...(body && { body: JSON.stringify(exampleOf(schemaOf(body, 'input') as JsonSchema), undefined, 2) }),
  };
}

function idOf(tag: string): string {
  return `tag-${tag.toLowerCase().replaceAll(' ', '-')}`;
}
