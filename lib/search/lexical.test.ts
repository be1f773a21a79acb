import { describe, expect, it } from 'vitest';
import type { SearchDocument } from './documents.ts';
import { LexicalIndex } from './lexical.ts';
import { parseSearch } from './query.ts';
import { wordsOf } from './words.ts';

const document = (id: string, title: string, text = '', more: Partial<SearchDocument> = {}): SearchDocument => ({
  id,
  type: 'event',
  title,
  text,
  path: `/${id}`,
  ...more,
});

const find = async (documents: SearchDocument[], text: string) =>
  (await LexicalIndex.of(documents)).search(parseSearch(text)).map((hit) => hit.document.id);

describe('the words of a text', () => {
  it('are found in names written together, with hyphens or in capitals', () => {
    expect(wordsOf('CrashLoopBackOff')).toEqual(['crash', 'loop', 'back', 'off', 'crashloopbackoff']);
    expect(wordsOf('HTTPProxy web-api.shop')).toEqual(['http', 'proxi', 'httpproxi', 'web', 'api', 'shop']);
  });

  it('are stems, without the words that mean nothing', () => {
    expect(wordsOf('Why are the containers restarting?')).toEqual(['contain', 'restart']);
  });
});

describe('the index', () => {
  it('finds by meaning what says it in other words', async () => {
    const documents = [
      document('oom', 'OOMKilled', 'Container web exceeded its limit'),
      document('pull', 'ImagePullBackOff', 'Back-off pulling image web'),
      document('probe', 'Unhealthy', 'Readiness probe failed'),
    ];
    expect((await find(documents, 'pods killed for memory'))[0]).toBe('oom');
    expect((await find(documents, 'registry'))[0]).toBe('pull');
    expect((await find(documents, 'health check'))[0]).toBe('probe');
  });

  it('finds misspelt words and beginnings of words', async () => {
    const documents = [document('a', 'checkout'), document('b', 'catalog')];
    expect(await find(documents, 'chekout')).toEqual(['a']);
    expect(await find(documents, 'cata')).toEqual(['b']);
  });

  it('ranks what has the word in its title before what mentions it', async () => {
    const documents = [document('mention', 'Killing', 'container of postgres'), document('title', 'postgres', 'StatefulSet')];
    expect(await find(documents, 'postgres')).toEqual(['title', 'mention']);
  });

  it('answers only what has the fields, and everything that has them where there are no words', async () => {
    const documents = [
      document('a', 'web', '', { type: 'resource', kind: 'Pod', namespace: 'shop', cluster: 'prod', health: 'failing' }),
      document('b', 'web', '', { type: 'resource', kind: 'Service', namespace: 'shop', cluster: 'prod', health: 'healthy' }),
      document('c', 'web', '', { type: 'resource', kind: 'Pod', namespace: 'blog', cluster: 'test', health: 'healthy' }),
    ];
    expect(await find(documents, 'web kind:pod ns:shop')).toEqual(['a']);
    expect(await find(documents, 'kind:po')).toEqual(['a', 'c']);
    expect(await find(documents, 'cluster:prod health:healthy')).toEqual(['b']);
    expect(await find(documents, 'web type:incident')).toEqual([]);
  });

  it('finds nothing for words that nothing has', async () => {
    expect(await find([document('a', 'web')], 'zzzzzz')).toEqual([]);
    expect(await find([document('a', 'web')], 'of the')).toEqual([]);
    expect(await find([], 'web')).toEqual([]);
  });
});
