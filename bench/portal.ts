import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { drawingOf } from '#components/graph/drawing.ts';
import { layout } from '#components/graph/layout.ts';
import { type LargeCluster, sendLargeCluster } from '../e2e/large-cluster.ts';
import { signInWithKey } from '../e2e/portal.ts';
import { type Load, percentile } from './load.ts';

/** Clusters whose map is measured: 5,000 resources, and 10,000 pods that are folded into 2,000 workloads. */
const CLUSTERS: Record<string, LargeCluster> = {
  resources5k: { namespaces: 25, workloads: 40, pods: 2, failing: ['3/7'] },
  pods10k: { namespaces: 40, workloads: 50, pods: 5, failing: ['3/7', '30/2'] },
};
const OPENINGS = 5;
const MOVES = 90;

/** Opens the map of large clusters in a browser without GPU, and tells how long it takes to appear, and each frame while it is moved. */
export async function portal(load: Load): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, shape] of Object.entries(CLUSTERS)) {
    const { keys } = await load.open(1, 'enterprise', { prefix: name });
    const measured = await measure(load, keys[0]!, shape);
    for (const [figure, value] of Object.entries(measured)) figures[`${name}.${figure}`] = value;
  }
  return figures;
}

async function measure(load: Load, key: string, shape: LargeCluster): Promise<Record<string, number>> {
  const resources = await sendLargeCluster(load.product.url, key, shape);
  await load.caughtUp();
  const answers: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    const began = performance.now();
    await load.call(key, 'GET', '/api/v1/topology?maxNodes=5000');
    answers.push(performance.now() - began);
  }
  const topology = await load.call(key, 'GET', '/api/v1/topology?maxNodes=5000');
  const placing = Array.from({ length: 20 }, () => {
    const began = performance.now();
    layout(drawingOf(topology, { toggled: new Set(topology.namespaces.map((namespace: string) => `large/${namespace}`)) }));
    return performance.now() - began;
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.addInitScript(noteFirstPaint);
    await signInWithKey(page, load.product.url, key);
    const paints: number[] = [];
    for (let i = 0; i < OPENINGS; i++) paints.push(await opened(page, `${load.product.url}/topology`));
    const folded = await panned(page);
    // As many objects as a map draws at most.
    const groups = topology.namespaces.slice(0, 10).map((namespace: string) => `large/${namespace}`);
    const openPaint = await opened(page, `${load.product.url}/topology?groups=${encodeURIComponent(groups.join(','))}`);
    const open = await panned(page);
    return {
      resources,
      onMap: topology.nodes.length,
      answerMs: percentile(answers, 0.5),
      placingMs: percentile(placing, 0.95),
      firstPaintMs: percentile(paints, 0.5),
      firstPaintWorstMs: percentile(paints, 1),
      panFrameP50Ms: percentile(folded, 0.5),
      panFrameP95Ms: percentile(folded, 0.95),
      firstPaint400Ms: openPaint,
      panFrame400P50Ms: percentile(open, 0.5),
      panFrame400P95Ms: percentile(open, 0.95),
    };
  } finally {
    await browser.close();
  }
}

/** Runs in the page: notes when the canvas of the map first shows something, in ms since the navigation. */
function noteFirstPaint(): void {
  const small = document.createElement('canvas');
  [small.width, small.height] = [64, 48];
  const pen = small.getContext('2d', { willReadFrequently: true });
  const look = () => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role=application] canvas[data-id="layer2-node"]');
    if (canvas && canvas.width > 0 && pen) {
      pen.drawImage(canvas, 0, 0, small.width, small.height);
      if (pen.getImageData(0, 0, small.width, small.height).data.some((value) => value > 0)) {
        Object.assign(window, { mapPaintedAt: performance.now() });
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function opened(page: Page, url: string): Promise<number> {
  await page.goto(url);
  const painted = await page.waitForFunction(() => (window as unknown as { mapPaintedAt?: number }).mapPaintedAt);
  return Math.round((await painted.jsonValue()) ?? 0);
}

/** The times between frames, in ms, while the map is dragged. */
async function panned(page: Page): Promise<number[]> {
  await delay(1_000);
  const box = await page.getByRole('application', { name: /^Map of/ }).boundingBox();
  if (!box) throw new Error('the map is not on the page');
  const [x, y] = [box.x + 30, box.y + box.height - 30];
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const next = () => {
      frames.push(performance.now() - last);
      last = performance.now();
      if (frames.length < 2_000) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(window, { frames });
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < MOVES; i++) await page.mouse.move(x + 250 * Math.sin(i / 8) + 250, y - 100 * Math.cos(i / 5) - 100);
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(1));
  await page.mouse.up();
  return frames;
}
