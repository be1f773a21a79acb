import { posix } from 'node:path';
import { GUIDES, type Guide, guidePath } from './guides.ts';

/**
 * Where a link of a guide leads in the portal: to another guide, to the address itself if it is one of the web, or nowhere
 * (undefined), if it leads to a file that the portal does not show.
 */
export function targetOf(guide: Pick<Guide, 'file'>, href: string): string | undefined {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const file = posix.join(posix.dirname(guide.file), path);
  const target = GUIDES.find((one) => one.file === file);
  return target && guidePath(target) + (anchor ? `#${anchor}` : '');
}
