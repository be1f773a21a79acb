/** The filters of the changes as they stand in the address of the page. */
export const FILTERS = ['cluster', 'namespace', 'kind', 'name', 'by', 'field', 'hours', 'since', 'until', 'controllers'] as const;

const PAGE = 30;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The names of the filters that narrow the list in an address. */
export function narrowedBy(params: URLSearchParams): string[] {
  return FILTERS.filter((name) => name !== 'controllers' && params.get(name));
}

/**
 * The query of the API for an address. `hours` counts back from the next full minute, so that the query stays the same for a minute; it
 * goes before `since` and `until`. Without `controllers`, what the controllers of a cluster wrote is left out. `now` in epoch ms.
 */
export function queryOf(params: URLSearchParams, now = Date.now()): URLSearchParams {
  const query = new URLSearchParams({ limit: String(PAGE), controllers: params.get('controllers') === 'show' ? 'include' : 'exclude' });
  for (const name of ['cluster', 'namespace', 'kind', 'name', 'by', 'field', 'cursor']) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  const hours = Number(params.get('hours'));
  if (hours > 0) query.set('since', String(Math.ceil(now / MINUTE_MS) * MINUTE_MS - hours * HOUR_MS));
  else
    for (const name of ['since', 'until']) {
      const value = params.get(name);
      if (value && Number.isSafeInteger(Number(value))) query.set(name, value);
    }
  return query;
}
