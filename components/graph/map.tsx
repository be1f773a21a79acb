'use client';

import type { Core } from 'cytoscape';
import { Maximize, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import type { Drawing } from './drawing.ts';
import { elementsOf } from './elements.ts';
import { mapStyle } from './map-style.ts';
import { goTo, keepInView, nextInDirection, showAll, showFirst, zoomBy } from './map-view.ts';

const ZOOM_STEP = 1.35;
/** Asked for with the page, and not only once its data is there. */
const library = typeof window === 'undefined' ? undefined : import('cytoscape');

/** What a map shows and tells. */
export interface MapProps {
  drawing: Drawing;
  /** The numbers of open incidents by their ids. */
  incidents: ReadonlyMap<string, number>;
  /** Objects that were searched for: the others fade, and the view shows these. */
  found?: ReadonlySet<string> | undefined;
  /** The key of an object, or the id of the frame of a group. */
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** Opens what was pressed: folded objects, or the pods of a workload. */
  onOpen: (id: string) => void;
  /** Brings an object into the middle, each time it is another value. */
  centred?: { id: string } | undefined;
  /** When this changes, the view shows everything again. */
  viewOf?: string;
  label: string;
}

/** A drawing on a canvas, with pan, zoom and selection by mouse, touch and keys. */
export function TopologyMap(props: MapProps) {
  const { drawing, incidents, found, selected, centred, viewOf, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [map, setMap] = useState<Core>();

  useEffect(() => {
    let made: Core | undefined;
    let isUnmounted = false;
    void library?.then(({ default: cytoscape }) => {
      if (isUnmounted || !box.current) return;
      made = cytoscape({
        container: box.current,
        style: mapStyle(box.current),
        layout: { name: 'preset' },
        minZoom: 0.08,
        maxZoom: 2.5,
        textureOnViewport: true,
        hideEdgesOnViewport: true,
        autoungrabify: true,
        boxSelectionEnabled: false,
      });
      made.on('tap', (event) => {
        const { onSelect, onOpen } = latest.current;
        if (event.target === made) onSelect(undefined);
        else if (event.target.isNode?.() && event.target.data('rest')) onOpen(event.target.id());
        else if (event.target.isNode?.()) onSelect(event.target.id());
      });
      made.on('dbltap', 'node', (event) => latest.current.onOpen(event.target.id()));
      setMap(made);
    });
    return () => {
      isUnmounted = true;
      made?.destroy();
    };
  }, []);
  useThemes(map, box);

  useEffect(() => {
    if (!map) return;
    map.batch(() => {
      draw(map, drawing, incidents);
      mark(map, found, selected);
    });
  }, [map, drawing, incidents, found, selected]);

  const finds = found === undefined ? 'nothing asked for' : found.size > 0 ? 'something' : 'nothing';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view changes with what is looked at, and not with what is drawn or found of it
  useEffect(() => {
    if (!map) return;
    showFirst(map, found && found.size > 0 ? found : undefined);
  }, [map, viewOf, finds]);

  // What is to be centred may be drawn a moment later only.
  const done = useRef<MapProps['centred']>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new drawing may have what the last one lacked
  useEffect(() => {
    if (map && centred && centred !== done.current && goTo(map, centred.id)) done.current = centred;
  }, [map, centred, drawing]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressed(map, event.key, props)) event.preventDefault();
  }

  return (
    <div>
      <fieldset aria-label="View of the map" className="flex justify-end gap-1 border-b p-2">
        <Button small aria-label="Zoom in" title="Zoom in (+)" onClick={() => map && zoomBy(map, ZOOM_STEP)}>
          <Plus aria-hidden className="size-4" />
        </Button>
        <Button small aria-label="Zoom out" title="Zoom out (-)" onClick={() => map && zoomBy(map, 1 / ZOOM_STEP)}>
          <Minus aria-hidden className="size-4" />
        </Button>
        <Button small aria-label="Fit to view" title="Fit to view (0)" onClick={() => map && showAll(map)}>
          <Maximize aria-hidden className="size-4" />
        </Button>
      </fieldset>
      <div
        ref={box}
        role="application"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is worked by keys, as its label says
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="h-[62vh] min-h-96 w-full focus-visible:-outline-offset-2"
      />
    </div>
  );
}

/** Does what a key stands for; whether it stands for anything. */
function pressed(map: Core, key: string, { selected, onSelect, onOpen }: MapProps): boolean {
  if (key === '+' || key === '=') zoomBy(map, ZOOM_STEP);
  else if (key === '-') zoomBy(map, 1 / ZOOM_STEP);
  else if (key === '0') showAll(map);
  else if (key === 'Escape') onSelect(undefined);
  else if (key === 'Enter' && selected) onOpen(selected);
  else if (key.startsWith('Arrow')) {
    const places = new Map(map.nodes('[health]').map((node) => [node.id(), node.position()]));
    const next = selected && places.has(selected) ? nextInDirection(places, selected, key) : (firstInView(map) ?? [...places.keys()][0]);
    if (!next) return true;
    onSelect(next);
    keepInView(map, next);
  } else return false;
  return true;
}

/** Where the keys begin: at what fails, else at what is nearest to the middle of the view. */
function firstInView(map: Core): string | undefined {
  const failing = map.nodes('[health = "failing"]');
  if (failing.nonempty()) return failing.first().id();
  const [x, y] = [map.width() / 2, map.height() / 2];
  const away = (at: { x: number; y: number }) => Math.hypot(at.x - x, at.y - y);
  return map
    .nodes('[health]')
    .sort((a, b) => away(a.renderedPosition()) - away(b.renderedPosition()))
    .first()
    .id();
}

/** Follows the theme: that of the system, and the one that the person chooses. */
function useThemes(map: Core | undefined, box: { current: HTMLElement | null }): void {
  useEffect(() => {
    if (!map) return;
    const apply = () => box.current && map.style(mapStyle(box.current));
    const system = matchMedia('(prefers-color-scheme: dark)');
    const chosen = new MutationObserver(apply);
    system.addEventListener('change', apply);
    chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', apply);
      chosen.disconnect();
    };
  }, [map, box]);
}

/** Updates the canvas to a drawing without moving the view. */
function draw(map: Core, drawing: Drawing, incidents: ReadonlyMap<string, number>): void {
  const elements = elementsOf(drawing, incidents);
  const known = new Set(elements.map((element) => element.data.id));
  map.elements().forEach((element) => {
    if (!known.has(element.id())) element.remove();
  });
  for (const element of elements) {
    const existing = map.getElementById(element.data.id ?? '');
    if (existing.empty()) map.add(element);
    else {
      existing.data(element.data);
      if (element.position) existing.position(element.position);
    }
  }
}

/** Marks what is selected with its relations, and what was searched for; the rest fades. */
function mark(map: Core, found: ReadonlySet<string> | undefined, selected: string | undefined): void {
  map.elements().removeClass('found faded selected near');
  if (found) {
    map.nodes('[health]').forEach((node) => void node.addClass(found.has(node.id()) ? 'found' : 'faded'));
    map.edges().addClass('faded');
  }
  if (selected) map.getElementById(selected).addClass('selected').connectedEdges().addClass('near').removeClass('faded');
}
