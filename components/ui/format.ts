const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something happened: `12s ago`, `3m ago`, `5h ago`, `2d ago`. */
export function ago(ms: number, now: number): string {
  const past = Math.max(0, now - ms);
  if (past < MINUTE) return `${Math.floor(past / 1000)}s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)}m ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)}h ago`;
  return `${Math.floor(past / DAY)}d ago`;
}

/** How long something took: `45s`, `3m 20s`, `2h 5m`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

/**
 * Numbers with separators, and with three decimal places at most. Written by hand, because to load the data of a locale for it holds a page
 * up, and every page has numbers.
 */
export function count(n: number): string {
  const [whole = '', part] = String(Math.round(n * 1000) / 1000).split('.');
  return whole.replace(/\d(?=(\d{3})+$)/g, '$&,') + (part === undefined ? '' : `.${part}`);
}

/** A number and its noun, which gets an "s" unless there is exactly one. */
export function amount(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Bytes in decimal units, as plans define them. */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = n < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return `${(n / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A UTC date, such as 1 Dec 2026: billing knows days in UTC only. */
export function utcDate(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
}

/** A UTC day such as 2026-11-23 as 23 Nov. */
export function utcDay(day: string): string {
  return formatOf('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));
}

/**
 * A time in epoch ms in the language and the zone of who looks. The server knows neither: until the page is hydrated it is in English and UTC,
 * as the server wrote it.
 */
export function timeText(ms: number, isHydrated: boolean, style: Intl.DateTimeFormatOptions): string {
  return (isHydrated ? formatOf(undefined, style) : formatOf('en', { ...style, timeZone: 'UTC' })).format(ms);
}

/** The formats by their options: to make one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string | undefined, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, style]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, style);
  formats.set(key, format);
  return format;
}

/** A time in epoch ms as an input of the type datetime-local takes it, in the viewer's zone; empty for none or nonsense. */
export function localTime(ms: number | string | null | undefined): string {
  const date = new Date(Number(ms ?? Number.NaN));
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** Integer cents as dollars. */
export function dollars(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
