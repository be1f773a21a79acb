import { describe, expect, it } from 'vitest';
import { filtersIn, queryOf } from './filter-query.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 30);
const query = (address: string) => Object.fromEntries(queryOf(new URLSearchParams(address), NOW));

describe('the filters of the list of incidents', () => {
  it('ask for open incidents unless the address names another state', () => {
    expect(query('')).toEqual({ state: 'open', limit: '25' });
    expect(query('state=all')).toEqual({ limit: '25' });
    expect(query('state=closed&cursor=7')).toEqual({ state: 'closed', cursor: '7', limit: '25' });
  });

  it('count days from the full hour, and none from what is no number', () => {
    expect(query('state=all&days=7')).toEqual({ since: String(Date.UTC(2026, 10, 16, 12)), limit: '25' });
    expect(query('state=all&days=soon')).toEqual({ limit: '25' });
  });

  it('are the known ones alone, without those that are empty', () =>
    expect(filtersIn(new URLSearchParams('q=web&severity=&evil=1&cursor=3'))).toEqual({ q: 'web' }));
});
