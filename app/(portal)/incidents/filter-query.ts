/** The filters of the list as they stand in the address of the page. */
const NAMES = ['state', 'q', 'severity', 'cluster', 'namespace', 'code', 'assignee', 'days'] as const;
const PAGE = 25;
const DAY_MS = 86_400_000;

export type Filters = Partial<Record<(typeof NAMES)[number], string>>;

/** The filters of an address; others of its parameters are left out. */
export function filtersIn(params: URLSearchParams): Filters {
  return Object.fromEntries(NAMES.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])));
}

/** The query of the API for an address. Without a state it asks for open incidents; days are counted from the full hour, so that the query stays the same. */
export function queryOf(params: URLSearchParams, now = Date.now()): URLSearchParams {
  const { state = 'open', days, ...others } = filtersIn(params);
  const cursor = params.get('cursor');
  const since = Math.floor(now / 3_600_000) * 3_600_000 - Number(days) * DAY_MS;
  return new URLSearchParams({
    ...others,
    ...(state !== 'all' && { state }),
    ...(Number.isInteger(since) && since >= 0 && days && { since: String(since) }),
    ...(cursor && { cursor }),
    limit: String(PAGE),
  });
}
