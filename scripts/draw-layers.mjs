/**
 * Draws the layers of lib/ with the imports between its modules, as they are in the code, into docs/layers.svg:
 *
 *   node scripts/draw-layers.mjs            # writes the picture
 *   node scripts/draw-layers.mjs --check    # exits 1 where the picture is not what the code gives
 *
 * An arrow that follows from others (a over b to c) is left out, so that the picture stays readable.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import config, { LAYERS } from '../.dependency-cruiser.mjs';
import { root } from './prepare.mjs';

const FILE = join(root, 'docs/layers.svg');
const [BOX_WIDTH, BOX_HEIGHT, GAP, ROW, MARGIN] = [128, 34, 26, 84, 24];

const picture = draw(withoutImplied(await importsBetweenModules()));
if (!process.argv.includes('--check')) writeFileSync(FILE, picture);
else if (readFileSync(FILE, 'utf8') !== picture) {
  console.error('docs/layers.svg is not what the code gives: run node scripts/draw-layers.mjs');
  process.exit(1);
}

/** The modules that each module of lib/ imports from, tests left out. */
async function importsBetweenModules() {
  const { output } = await cruise(['lib'], { ...config.options, outputType: 'json' });
  const imports = new Map(LAYERS.flat().map((name) => [name, new Set()]));
  for (const { source, dependencies } of JSON.parse(output).modules) {
    const from = moduleOf(source);
    if (from === undefined || /[.]test[.]|[.]contract[.]|\/contract[.]|\/testing\//.test(source)) continue;
    for (const { resolved } of dependencies) {
      const to = moduleOf(resolved);
      if (to !== undefined && to !== from) imports.get(from)?.add(to);
    }
  }
  return imports;
}

function moduleOf(path) {
  return /^lib\/([^/]+)\//.exec(path)?.[1];
}

function withoutImplied(imports) {
  const reaches = (from, to) => [...imports.get(from)].some((next) => next === to || reaches(next, to));
  return new Map(
    [...imports].map(([from, all]) => [from, [...all].filter((to) => ![...all].some((next) => next !== to && reaches(next, to))).sort()]),
  );
}

function draw(imports) {
  const width = Math.max(...LAYERS.map((layer) => layer.length)) * (BOX_WIDTH + GAP) + 2 * MARGIN;
  const height = LAYERS.length * ROW + MARGIN;
  const places = new Map();
  for (const [index, layer] of LAYERS.toReversed().entries()) {
    const start = (width - layer.length * (BOX_WIDTH + GAP) + GAP) / 2;
    for (const [column, name] of layer.entries()) places.set(name, { x: start + column * (BOX_WIDTH + GAP), y: MARGIN + index * ROW });
  }
  const arrows = [...imports].flatMap(([from, all]) => all.map((to) => arrow(places.get(from), places.get(to))));
  const boxes = [...places].map(([name, { x, y }]) => box(name, x, y));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    '<title>The layers of lib/: each module imports only from the layers below it</title>',
    '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#71717a"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...arrows,
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
}

function arrow(from, to) {
  const [x1, y1, x2, y2] = [from.x + BOX_WIDTH / 2, from.y + BOX_HEIGHT, to.x + BOX_WIDTH / 2, to.y];
  const middle = (y1 + y2) / 2;
  return `<path d="M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}" fill="none" stroke="#a1a1aa" marker-end="url(#head)"/>`;
}

function box(name, x, y) {
  return (
    `<rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="6" fill="#f4f4f5" stroke="#52525b"/>` +
    `<text x="${x + BOX_WIDTH / 2}" y="${y + 22}" text-anchor="middle" fill="#18181b">${name}</text>`
  );
}
