import type { Metadata } from 'next';
import { z } from 'zod';
import { allRoutes } from '#app/api/v1/routes.ts';
import { CopyText } from '#components/ui/text.tsx';
import type { Declaration } from '#lib/api/index.ts';
import { rightsOf, schemaOf } from '#lib/api/openapi.ts';
import { exampleOf, type JsonSchema } from '#lib/api/openapi-example.ts';
import { env } from '#lib/platform/env.ts';
import { shellLine } from '#lib/text/index.ts';

export const metadata: Metadata = { title: 'API reference' };

/** The reference of REST v1, generated from the declarations that the server enforces. */
export default function ApiReferencePage() {
  const tags = [...new Set(allRoutes.map(({ declaration }) => declaration.tag))].sort();
  const of = (tag: string) => allRoutes.map(({ declaration }) => declaration).filter((declaration) => declaration.tag === tag);
  return (
    <div className="gap-8 lg:grid lg:grid-cols-[13rem_1fr]">
      <nav aria-label="Operations" className="mb-6 lg:sticky lg:top-4 lg:mb-0 lg:max-h-[calc(100vh-2rem)] lg:overflow-y-auto">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:flex-col">
          {tags.map((tag) => (
            <li key={tag}>
              <a href={`#${idOf(tag)}`} className="font-medium hover:underline">
                {tag}
              </a>
              <ul className="hidden lg:block">
                {of(tag).map(({ operationId }) => (
                  <li key={operationId}>
                    <a href={`#${operationId}`} className="text-sm text-ink-2 hover:text-ink hover:underline">
                      {operationId}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0">
        <h1 className="text-xl font-semibold">API reference</h1>
        <p className="mt-2 max-w-prose text-ink-2">
          Authenticate with <code className="font-mono">Authorization: Bearer &lt;API key&gt;</code>. Times are in epoch milliseconds,
          amounts of money in integer cents, and sizes in bytes. Errors are RFC 9457 problem details; a 429 response names the limit and
          says in <code className="font-mono">Retry-After</code> when to try again. This reference is also available as an{' '}
          <a href="/api/v1/openapi.json" className="link">
            OpenAPI 3.1 document
          </a>
          .
        </p>
        {tags.map((tag) => (
          <section key={tag} aria-labelledby={idOf(tag)} className="mt-8">
            <h2 id={idOf(tag)} className="text-lg font-semibold">
              {tag}
            </h2>
            {of(tag).map((declaration) => (
              <Operation key={declaration.operationId} declaration={declaration} />
            ))}
          </section>
        ))}
      </div>
    </div>
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

function idOf(tag: string): string {
  return `tag-${tag.toLowerCase().replaceAll(' ', '-')}`;
}
