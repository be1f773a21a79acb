const BASE = 'https://portal.invalid';

/**
 * The path of the portal that a link asks to continue with; undefined for anything that a browser could take for an address of
 * another site, in whatever disguise: browsers drop tabs and line breaks, and read `\` as `/`.
 */
export function internalPath(text: string): string | undefined {
  if (!text.startsWith('/') || !URL.canParse(text, BASE)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, BASE);
  return origin === BASE && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
