import type { Metadata } from 'next';
import { Link } from '#components/ui/link.tsx';
import { GUIDES, guidePath } from '#lib/guides/index.ts';

export const metadata: Metadata = {
  title: 'Docs',
  description: 'How to install KG RCA, how it finds causes, what the agent reads, integrations, the REST API and the MCP server.',
  alternates: { canonical: '/docs' },
};

/** The beginning of the docs: every guide with what is found there. */
export default function DocsPage() {
  const pages = [
    ...GUIDES.map((guide) => ({ ...guide, href: guidePath(guide) })),
    {
      href: '/docs/api' as const,
      title: 'REST API',
      summary: 'Every operation with its rights, fields and an example, and a form to try it.',
    },
    { href: '/docs/mcp' as const, title: 'MCP server', summary: 'How assistants ask KG RCA why something broke.' },
  ];
  return (
    <>
      <h1 className="text-2xl font-semibold">Docs</h1>
      <ul className="mt-6 grid gap-4 sm:grid-cols-2">
        {pages.map(({ href, title, summary }) => (
          <li key={href} className="rounded-lg border bg-surface p-4">
            <Link href={href as '/docs'} className="link font-semibold">
              {title}
            </Link>
            <p className="mt-1 text-ink-2">{summary}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
