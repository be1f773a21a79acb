import { type Browser, chromium, type Page } from '@playwright/test';
import { type LargeCluster, sendLargeCluster } from '../e2e/large-cluster.ts';
import { shiftOf, watchShifts } from '../e2e/layout-shift.ts';
import { signInWithKey } from '../e2e/portal.ts';
import { eventually } from '../e2e/product.ts';
import { type Load, percentile } from './load.ts';

/** 1,300 objects, of which two Deployments fail. */
const CLUSTER: LargeCluster = { namespaces: 5, workloads: 50, pods: 2, failing: ['1/7', '3/12'] };
const CHANGED: LargeCluster = { namespaces: 1, workloads: 20, pods: 0, image: 'registry.example/app:2' };
const OPENINGS = 5;
const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 800 } } as const;

/** A page, and what somebody does on it. */
interface Visited {
  path: string;
  act?: (page: Page) => Promise<void>;
}

/**
 * Opens the pages that people see most in a browser without GPU, on a desktop and on a phone, and works with them. Tells the Core Web
 * Vitals of each (https://web.dev/articles/vitals), at their median and worst: the largest contentful paint, the layout shift, and the
 * slowest interaction until the next paint.
 */
export async function pages(load: Load): Promise<Record<string, number>> {
  const { url } = load.product;
  const { keys } = await load.open(1, 'enterprise', { prefix: 'pages' });
  const key = keys[0]!;
  await sendLargeCluster(url, key, CLUSTER);
  await load.caughtUp();
  await sendLargeCluster(url, key, CHANGED);
  await load.caughtUp();
  const incident = await eventually('an incident', async () => (await load.call(key, 'GET', '/api/v1/incidents')).items[0]?.id);
  const visited: Record<string, Visited> = {
    landing: { path: '/' },
    dashboard: { path: '/dashboard', act: searchEverything },
    incidents: { path: '/incidents', act: (page) => page.getByLabel('Search', { exact: true }).pressSequentially('service') },
    incident: { path: `/incidents/${incident}`, act: lookThrough },
    topology: { path: '/topology', act: (page) => page.getByLabel('Find').pressSequentially('health:failing') },
    changes: { path: '/changes' },
  };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const figures: Record<string, number> = {};
  try {
    for (const [width, viewport] of Object.entries(WIDTHS)) {
      const page = await opened(browser, viewport);
      await signInWithKey(page, url, key);
      for (const [name, { path, act }] of Object.entries(visited)) {
        const vitals: Awaited<ReturnType<typeof vitalsOf>>[] = [];
        for (let i = 0; i < OPENINGS; i++) vitals.push(await vitalsOf(page, url + path, act));
        const of = (figure: 'paint' | 'shift' | 'interaction') => vitals.map((one) => one[figure]);
        figures[`${name}.${width}.paintP50Ms`] = percentile(of('paint'), 0.5);
        figures[`${name}.${width}.paintWorstMs`] = percentile(of('paint'), 1);
        figures[`${name}.${width}.shiftWorst`] = Math.max(...of('shift'));
        if (act) figures[`${name}.${width}.interactionWorstMs`] = percentile(of('interaction'), 1);
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
  return figures;
}

async function opened(browser: Browser, viewport: { width: number; height: number }): Promise<Page> {
  const page = await (await browser.newContext({ viewport })).newPage();
  await watchShifts(page);
  await page.addInitScript(() => {
    const noted = { paint: 0, interaction: 0 };
    Object.assign(window, { noted });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) noted.paint = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    type Interaction = PerformanceEntry & { interactionId: number };
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries() as Interaction[])
        if (interactionId > 0) noted.interaction = Math.max(noted.interaction, duration);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
  return page;
}

async function vitalsOf(page: Page, url: string, act: Visited['act']): Promise<{ paint: number; shift: number; interaction: number }> {
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  const { paint } = await page.evaluate(() => (window as unknown as { noted: { paint: number } }).noted);
  const { total } = await shiftOf(page);
  await act?.(page);
  // Two frames later the last interaction has been painted and told.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const { interaction } = await page.evaluate(() => (window as unknown as { noted: { interaction: number } }).noted);
  return { paint, shift: Math.round(total * 1_000) / 1_000, interaction };
}

/** Opens the command palette and searches. */
async function searchEverything(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search, or say what you want to do').pressSequentially('failing pods');
  await page.keyboard.press('Escape');
}

/** Opens the marks of an incident's timeline, zooms, and opens the menu. */
async function lookThrough(page: Page): Promise<void> {
  const marks = page.getByRole('region', { name: 'Timeline' }).getByRole('button', { pressed: false }).filter({ hasNotText: 'Times' });
  for (let i = Math.min(3, await marks.count()); i > 0; i--) await marks.first().click();
  for (let i = 0; i < 3; i++) await page.getByRole('slider', { name: 'Shown from' }).press('PageUp');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.keyboard.press('Escape');
}
