/** A heading of a Markdown file, and the text until the next one. */
export interface Heading {
  level: number;
  /** Without marks of Markdown. */
  title: string;
  /** As GitHub makes it. */
  anchor: string;
  text: string;
}

/** Names anchors as GitHub does: in small letters, blanks as hyphens, without punctuation, and numbered when one comes again. */
export function slugger(): (title: string) => string {
  const seen = new Map<string, number>();
  return (title) => {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  };
}

/** The headings of a Markdown file. Lines of code blocks, which begin with four blanks or stand between fences, are none. */
export function outlineOf(markdown: string): Heading[] {
  const slug = slugger();
  const headings: Heading[] = [];
  let isFenced = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const [, marks, title] = (!isFenced && /^(#{1,6}) (.+)$/.exec(line)) || [];
    if (marks && title) {
      const plain = plainText(title);
      headings.push({ level: marks.length, title: plain, anchor: slug(plain), text: '' });
    } else {
      const last = headings.at(-1);
      if (last) last.text += `${line}\n`;
    }
  }
  return headings.map((heading) => ({ ...heading, text: plainText(heading.text).replaceAll(/\s+/g, ' ').trim() }));
}

/** Markdown without its marks: links by their words, no rules of tables. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replaceAll(/^\|[-|: ]+\|$/gm, '')
    .replaceAll(/[`*|]/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}
