import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { MarkdownText } from './markdown-text.tsx';

const rendered = (text: string) => renderToStaticMarkup(createElement(MarkdownText, null, text));

describe('Markdown that people wrote', () => {
  it('is shown with emphasis, lists, code and links', () => {
    const html = rendered('**bold** `code` [page](https://example.com)\n\n- one');
    for (const part of ['<strong>bold</strong>', '<code>code</code>', 'href="https://example.com"', '<li>one</li>'])
      expect(html).toContain(part);
  });

  it.each([
    ['a script', '<script>alert(1)</script>', /<script/],
    ['an element with a handler', '<img src=x onerror=alert(1)>', /<img/],
    ['a link that runs a script', '[x](javascript:alert(1))', /javascript:/],
    ['a picture from elsewhere', '![x](https://evil.example/x.png)', /<img|evil/],
    ['a heading', '# Title', /<h1/],
  ])('holds no %s', (_, text, never) => expect(rendered(text)).not.toMatch(never));
});
