/** The address of an incident in the API. */
export const pathOf = (id: string): string => `/api/v1/incidents/${encodeURIComponent(id)}`;
