import { GUIDES, guidePath, outlineOf, readGuide } from '#lib/guides/index.ts';
import { logger } from '#lib/platform/logger.ts';
import type { SearchDocument } from './documents.ts';
import { LexicalIndex } from './lexical.ts';
import type { SearchQuery } from './query.ts';
import type { Weighted } from './ranking.ts';

/** Who searches means their clusters first: guides come after whatever answers at least this well, compared with the best. */
const WEIGHT = 0.05;
/** How much of a section's text is found. */
const SECTION_CHARACTERS = 400;

let index: Promise<LexicalIndex> | undefined;

/**
 * The guides that a query finds, as a ranking of their own: their words are so many that they would change how much each word counts
 * for everything else.
 */
export async function guideRanking(query: SearchQuery): Promise<Weighted> {
  index ??= LexicalIndex.of(guideDocuments());
  return { hits: (await index).search(query), weight: WEIGHT };
}

/** Each guide, and each of its sections. A file that cannot be read is left out: the rest of the search works without it. */
function guideDocuments(): SearchDocument[] {
  return GUIDES.flatMap((guide) => {
    const path = guidePath(guide);
    const whole: SearchDocument = { id: `guide:${guide.slug}`, type: 'guide', title: guide.title, text: guide.summary, path };
    try {
      const sections = outlineOf(readGuide(guide)).filter(({ level }) => level === 2);
      return [
        whole,
        ...sections.map(
          ({ title, anchor, text }): SearchDocument => ({
            id: `${whole.id}#${anchor}`,
            type: 'guide',
            title,
            text: `${guide.title}. ${text.slice(0, SECTION_CHARACTERS)}`,
            path: `${path}#${anchor}`,
          }),
        ),
      ];
    } catch (error) {
      logger.warn({ err: error, file: guide.file }, 'a guide cannot be read: the search does not find it');
      return [];
    }
  });
}
