import type { Route } from 'next';
import type { ReactNode } from 'react';
import Markdown, { type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { type Guide, slugger, targetOf } from '#lib/guides/index.ts';
import { Link } from '../ui/link.tsx';
import { CopyText } from '../ui/text.tsx';

type Element = NonNullable<ExtraProps['node']>;

const HEADINGS = { h1: 'text-2xl font-semibold', h2: 'mt-8 mb-2 text-xl font-semibold', h3: 'mt-6 mb-2 font-semibold' } as const;

/** The Markdown of a guide as a page: headings with anchors, code with a button that copies it, tables that scroll by themselves. */
export function GuideText({ guide, markdown }: { guide: Guide; markdown: string }) {
  return (
    <div className="min-w-0 max-w-3xl break-words [&_li]:ml-5 [&_li]:mt-1 [&_ol]:my-3 [&_ol]:list-decimal [&_p]:my-3 [&_ul]:my-3 [&_ul]:list-disc">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[withAnchors]}
        components={{
          h1: ({ children }) => <h1 className={HEADINGS.h1}>{children}</h1>,
          h2: ({ id, children }) => <Anchored as="h2" id={id} words={children} />,
          h3: ({ id, children }) => <Anchored as="h3" id={id} words={children} />,
          a: ({ href = '', children }) => <GuideLink to={targetOf(guide, href)} words={children} />,
          code: ({ children }) => <code className="rounded bg-sunken px-1 font-mono text-sm [overflow-wrap:anywhere]">{children}</code>,
          pre: ({ node }) => (
            <div className="my-3">
              <CopyText block text={textOf(node).trimEnd()} label="Copy this example" />
            </div>
          ),
          table: ({ children }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
            <div tabIndex={0} className="my-4 overflow-x-auto rounded-lg border">
              <table className="w-full text-left text-sm [&_code]:[overflow-wrap:normal] [&_tbody_td]:border-t [&_td]:min-w-24 [&_td]:px-3 [&_td]:py-2 [&_td]:align-top [&_th]:px-3 [&_th]:py-2 [&_th]:font-medium">
                {children}
              </table>
            </div>
          ),
          // An empty head, as of a column of explanations, is no heading.
          th: ({ children }) => (children ? <th>{children}</th> : <td />),
          img: () => null,
        }}
      >
        {markdown}
      </Markdown>
    </div>
  );
}

function Anchored({ as: Tag, id, words }: { as: 'h2' | 'h3'; id: string | undefined; words: ReactNode }) {
  return (
    <Tag id={id} className={`group scroll-mt-4 ${HEADINGS[Tag]}`}>
      {words}{' '}
      <a
        href={`#${id}`}
        aria-label="Link to this section"
        className="text-ink-2 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      >
        #
      </a>
    </Tag>
  );
}

/** A link to a guide or to the web; a file that the portal does not show is named by its words only. */
function GuideLink({ to, words }: { to: string | undefined; words: ReactNode }) {
  if (!to) return words;
  if (to.startsWith('/'))
    return (
      <Link href={to as Route} className="link">
        {words}
      </Link>
    );
  return (
    <a href={to} className="link" rel="noreferrer">
      {words}
    </a>
  );
}

/** Gives each heading the anchor that GitHub gives it. */
function withAnchors() {
  return (tree: { children: readonly (Element | { type: 'text' | 'comment' | 'doctype' })[] }) => {
    const slug = slugger();
    for (const child of tree.children)
      if (child.type === 'element' && /^h[1-6]$/.test(child.tagName)) child.properties.id = slug(textOf(child));
  };
}

function textOf(node: Element | undefined): string {
  return (node?.children ?? [])
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('');
}
