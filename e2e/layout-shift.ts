import type { Page } from '@playwright/test';

/** How far the content of a page may be shifted while it loads (https://web.dev/articles/cls calls 0.1 good). */
export const MAX_SHIFT = 0.05;

interface Shift {
  value: number;
  /** The elements that moved, as HTML. */
  of: string[];
}

/** Sums up, from the next page on, how far its content is shifted without anybody having pressed something. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Element | null }[] };
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources = [] } of list.getEntries() as Entry[])
        if (!hadRecentInput) shifts.push({ value, of: sources.map(({ node }) => node?.outerHTML?.slice(0, 90) ?? '') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** How far the content of the page was shifted since it began to load, and what moved. */
export async function shiftOf(page: Page): Promise<{ total: number; of: string[] }> {
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  return { total: shifts.reduce((sum, { value }) => sum + value, 0), of: shifts.flatMap(({ of }) => of) };
}
