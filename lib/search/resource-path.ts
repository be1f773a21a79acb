/** The address of a resource's page in the portal. */
export const resourcePath = (key: string): string => `/resources/${key.split('/').map(encodeURIComponent).join('/')}`;
