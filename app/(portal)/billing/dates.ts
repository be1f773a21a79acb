/** A UTC date, such as 1 Dec 2026: billing knows days in UTC only. */
export function utcDate(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
}
