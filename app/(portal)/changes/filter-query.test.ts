import { describe, expect, it } from 'vitest';
import { narrowedBy, queryOf } from './filter-query.ts';

const NOW = Date.UTC(2026, 10, 29, 12, 0, 30);
const queryFor = (address: string) => Object.fromEntries(queryOf(new URLSearchParams(address), NOW));

describe('the query of changes', () => {
  it('leaves out what controllers wrote, unless they are asked for', () => {
    expect(queryFor('')).toEqual({ limit: '30', controllers: 'exclude' });
    expect(queryFor('controllers=show')).toMatchObject({ controllers: 'include' });
  });

  it('takes the filters and the page of the address, and nothing else', () => {
    expect(queryFor('cluster=prod&namespace=shop&kind=Secret&name=db&by=helm&field=image&cursor=x&theme=dark')).toEqual({
      ...{
        limit: '30',
        controllers: 'exclude',
        cluster: 'prod',
        namespace: 'shop',
        kind: 'Secret',
        name: 'db',
        by: 'helm',
        field: 'image',
      },
      cursor: 'x',
    });
  });

  it('counts hours back from the next full minute, so that it stays the same meanwhile', () => {
    expect(queryFor('hours=1&until=5')).toMatchObject({ since: String(Date.UTC(2026, 10, 29, 11, 1)) });
    expect(queryFor('hours=1&until=5')).not.toHaveProperty('until');
  });

  it('takes a range in epoch ms, and no nonsense', () => {
    expect(queryFor('since=1&until=5')).toMatchObject({ since: '1', until: '5' });
    expect(queryFor('hours=x&since=1e99&until=')).toEqual({ limit: '30', controllers: 'exclude' });
  });

  it('knows what narrows the list', () => {
    expect(narrowedBy(new URLSearchParams('by=helm&controllers=show&cursor=x&since=1'))).toEqual(['by', 'since']);
  });
});
