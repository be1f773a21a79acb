import type { ReactNode } from 'react';
import { DocsNavigation } from '#components/docs/navigation.tsx';
import { GUIDE_GROUPS, GUIDES, guidePath } from '#lib/guides/index.ts';

/** Pages of the docs that are made from the code instead of from a Markdown file. */
const REFERENCE = {
  name: 'Reference',
  links: [
    { href: '/docs/api', title: 'REST API' },
    { href: '/docs/mcp', title: 'MCP server' },
  ],
};
const GROUPS = [
  ...GUIDE_GROUPS.map((name) => ({
    name,
    links: GUIDES.filter(({ group }) => group === name).map((guide) => ({ href: guidePath(guide), title: guide.title })),
  })),
  REFERENCE,
];

/** The docs with their navigation. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-10">
      <div className="lg:sticky lg:top-6 lg:max-h-[calc(100vh-3rem)] lg:self-start lg:overflow-y-auto">
        <DocsNavigation groups={GROUPS} />
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
