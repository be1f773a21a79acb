/** The relations along which requests travel: their arrows show the direction of calls. */
export const CALL_RELATIONS: ReadonlySet<string> = new Set(['CALLS', 'ROUTES_TO', 'SELECTS']);

/** The relations of almost every object to few others: they are shown of the selected object only. */
export const CROWDED_RELATIONS: ReadonlySet<string> = new Set(['RUNS_ON', 'USES_ACCOUNT']);
