import type { Core } from 'cytoscape';
import type { Place } from './layout.ts';

/** Labels are readable from this zoom on; no view that the map chooses by itself is nearer than the other. */
const READABLE_ZOOM = 0.5;
const NEAREST_ZOOM = 1.2;
const PAD = 24;

/** Shows everything, or these things. */
export function showAll(map: Core, ids?: ReadonlySet<string>): void {
  const shown = ids ? map.nodes().filter((node) => ids.has(node.id())) : map.elements();
  if (shown.empty()) return;
  map.fit(shown, PAD);
  if (map.zoom() > NEAREST_ZOOM) {
    map.zoom(NEAREST_ZOOM);
    map.center(shown);
  }
}

/** The first view: everything, or what was found, where labels can be read then; else the first thing found, what fails, or the first group. */
export function showFirst(map: Core, found?: ReadonlySet<string>): void {
  showAll(map, found);
  if (map.zoom() >= READABLE_ZOOM) return;
  const [first = ''] = found ?? [];
  const middle = [map.getElementById(first), map.nodes('[health = "failing"]'), map.nodes('[?frame]')].find((one) => one.nonempty());
  map.zoom(READABLE_ZOOM);
  if (middle) map.center(middle.first());
}

/** Brings something into the middle, near enough to read its label; whether it is drawn. */
export function goTo(map: Core, id: string): boolean {
  const node = map.getElementById(id);
  if (node.empty()) return false;
  if (map.zoom() < READABLE_ZOOM) map.zoom(0.9);
  map.center(node);
  return true;
}

/** Moves the view, if it must be moved, so that something is in it. */
export function keepInView(map: Core, id: string): void {
  const node = map.getElementById(id);
  if (node.empty()) return;
  const box = node.renderedBoundingBox();
  const isInside = box.x1 > 0 && box.y1 > 0 && box.x2 < map.width() && box.y2 < map.height();
  if (!isInside) map.center(node);
}

/** Zooms around the middle of the view. */
export function zoomBy(map: Core, factor: number): void {
  map.zoom({ level: map.zoom() * factor, renderedPosition: { x: map.width() / 2, y: map.height() / 2 } });
}

const DIRECTIONS: Record<string, Place> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The next place from `from` in the direction of an arrow key: the nearest, where what lies aside counts as farther away. */
export function nextInDirection(places: ReadonlyMap<string, Place>, from: string, arrow: string): string | undefined {
  const direction = DIRECTIONS[arrow];
  const start = places.get(from);
  if (!direction || !start) return undefined;
  let best: { id: string; distance: number } | undefined;
  for (const [id, { x, y }] of places) {
    const [dx, dy] = [x - start.x, y - start.y];
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (along <= 0) continue;
    const distance = along + 2 * aside;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}
