import type { Metadata } from 'next';
import { tools } from '#app/api/mcp/tools.ts';
import { Link } from '#components/ui/link.tsx';
import { Section } from '#components/ui/page.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { schemaOf } from '#lib/api/openapi.ts';
import type { JsonSchema } from '#lib/api/openapi-example.ts';
import { env } from '#lib/platform/env.ts';

export const metadata: Metadata = { title: 'MCP server' };

/** How to connect assistants to the MCP server, and what each tool gives. */
export default function McpPage() {
  const url = `${env.use().publicUrl}/api/mcp`;
  return (
    <>
      <h1 className="text-xl font-semibold">MCP server</h1>
      <p className="mt-2 mb-6 max-w-prose text-ink-2">
        Assistants that speak the Model Context Protocol can ask KG RCA why something broke. The server is at{' '}
        <code className="font-mono [overflow-wrap:anywhere]">{url}</code> (streamable HTTP) and takes an API key with the permission read,
        or read and write if it should diagnose on request. Make one under{' '}
        <Link href="/api-keys" className="link">
          API keys
        </Link>
        . Each call of a tool counts as an API call of the plan. No tool changes anything in a cluster.
      </p>
      <Section title="Connect">
        <div className="grid gap-6">
          {clientsOf(url).map(({ name, where, text }) => (
            <div key={name}>
              <h3 className="font-medium">{name}</h3>
              <p className="mt-1 mb-2 text-sm text-ink-2">{where}</p>
              <CopyText block text={text} label={`Copy the configuration for ${name}`} />
            </div>
          ))}
        </div>
      </Section>
      <Section title="Tools">
        <dl className="grid gap-5">
          {tools.map(({ name, description, input }) => (
            <div key={name}>
              <dt>
                <code className="font-mono font-semibold">{name}</code>
              </dt>
              <dd className="mt-1 max-w-prose">
                {description}
                <p className="mt-1 text-sm text-ink-2">Takes {argumentsOf(schemaOf(input, 'input') as JsonSchema)}.</p>
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <p className="max-w-prose text-sm text-ink-2">
        Texts of events, logs and objects come from your clusters, and whoever can write to those can write what an assistant reads. Let an
        assistant that holds other rights ask before it acts.
      </p>
    </>
  );
}

function argumentsOf({ properties = {}, required = [] }: JsonSchema): string {
  const names = Object.entries(properties).map(([name, field]) =>
    required.includes(name) && field.default === undefined ? name : `${name} (optional)`,
  );
  return names.join(', ');
}

/** How the assistants that people use most are told about a server with a key. */
function clientsOf(url: string): { name: string; where: string; text: string }[] {
  const shown = (value: unknown) => JSON.stringify(value, undefined, 2);
  const headers = (key: string) => ({ Authorization: `Bearer ${key}` });
  return [
    {
      name: 'Claude Code',
      where: 'In a terminal, with the key in KG_API_KEY:',
      text: `claude mcp add --transport http kg-rca ${url} --header "Authorization: Bearer $KG_API_KEY"`,
    },
    {
      name: 'Claude Desktop',
      where: 'In claude_desktop_config.json (Settings, Developer). The program mcp-remote sends the key:',
      text: shown({
        mcpServers: {
          'kg-rca': {
            command: 'npx',
            args: ['-y', 'mcp-remote', url, '--header', `Authorization:\${KG_AUTHORIZATION}`],
            env: { KG_AUTHORIZATION: 'Bearer <API key>' },
          },
        },
      }),
    },
    {
      name: 'Cursor',
      where: 'In ~/.cursor/mcp.json, or .cursor/mcp.json of a project, with the key in KG_API_KEY:',
      text: shown({ mcpServers: { 'kg-rca': { url, headers: headers(`\${env:KG_API_KEY}`) } } }),
    },
    {
      name: 'Visual Studio Code',
      where: 'In .vscode/mcp.json. It asks for the key once and keeps it:',
      text: shown({
        inputs: [{ type: 'promptString', id: 'kg-rca-key', description: 'API key of KG RCA', password: true }],
        servers: { 'kg-rca': { type: 'http', url, headers: headers(`\${input:kg-rca-key}`) } },
      }),
    },
    {
      name: 'Others',
      where: 'Any client that sends a header with streamable HTTP. To see whether it works:',
      text: [
        `curl ${url}`,
        '  -H "Authorization: Bearer $KG_API_KEY"',
        '  -H "Content-Type: application/json" -H "Accept: application/json, text/event-stream"',
        `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
      ].join(' \\\n'),
    },
  ];
}
