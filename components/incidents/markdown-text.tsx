import Markdown from 'react-markdown';

/** What a page has headings for already, and what would load something from elsewhere. */
const LEFT_OUT = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'img'];

/**
 * Markdown that people wrote. HTML in it is shown as text, addresses other than of pages and mail lead nowhere (both by
 * react-markdown), headings are plain text, and pictures are not loaded: they would tell a stranger who reads.
 */
export function MarkdownText({ children }: { children: string }) {
  return (
    <div className="min-w-0 break-words [&_code]:font-mono [&_code]:text-sm [&_li]:ml-5 [&_ol]:list-decimal [&_p+p]:mt-2 [&_pre]:overflow-x-auto [&_pre]:rounded [&_pre]:bg-sunken [&_pre]:p-2 [&_ul]:list-disc">
      <Markdown
        disallowedElements={LEFT_OUT}
        unwrapDisallowed
        components={{
          a: ({ href, children: words }) => (
            <a href={href} className="link" rel="noopener noreferrer nofollow" target="_blank">
              {words}
            </a>
          ),
        }}
      >
        {children}
      </Markdown>
    </div>
  );
}
