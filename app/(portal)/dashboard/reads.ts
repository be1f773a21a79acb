export const TREND_DAYS = 14;

/** What the dashboard asks the API for. */
export const READS = {
  overview: '/api/v1/overview',
  health: '/api/v1/health-summary',
  trend: `/api/v1/incidents/trend?days=${TREND_DAYS}`,
  changes: '/api/v1/change-groups?limit=5&controllers=exclude',
} as const;
