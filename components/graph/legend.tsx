import type { ReactNode } from 'react';
import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';
import { kindOf, type MapShape } from '#lib/kubernetes/kinds.ts';
import { HEALTH_SIGNS } from './map-style.ts';
import type { TopologyNode } from './types.ts';

const STATES: Record<string, { word: string; look: string }> = {
  failing: { word: 'Failing', look: 'border-2 border-bad bg-bad text-surface' },
  degraded: { word: 'Degraded', look: 'border-2 border-warn bg-warn-soft text-warn' },
  unknown: { word: 'Unknown', look: 'border border-dashed border-line-strong' },
  pending: { word: 'Pending', look: 'border border-dashed border-info text-info' },
  healthy: { word: 'Healthy', look: 'border border-good' },
};
const SHAPES: Record<MapShape, ReactNode> = {
  'round-rectangle': <rect x="1" y="2" width="18" height="12" rx="2" />,
  ellipse: <ellipse cx="10" cy="8" rx="9" ry="6" />,
  hexagon: <path d="M6 2h8l5 6-5 6H6L1 8z" />,
  diamond: <path d="M10 1l9 7-9 7-9-7z" />,
  tag: <path d="M1 2h12l6 6-6 6H1z" />,
  barrel: <path d="M3 2q7-2 14 0q3 6 0 12q-7 2-14 0q-3-6 0-12z" />,
};
const KEYS = [
  ['Arrow keys', 'select the next object'],
  ['Enter', 'opens folded objects, or shows the pods of a workload'],
  ['+ and -', 'zoom'],
  ['0', 'fits everything to the view'],
  ['Escape', 'selects nothing'],
];

/** What the signs of a map mean: all that it can show, and of the shapes those of its kinds. */
export function Legend({ nodes }: { nodes: readonly TopologyNode[] }) {
  const kinds = Map.groupBy(new Set(nodes.map(({ kind }) => kind)), (kind) => kindOf(kind)?.shape ?? 'round-rectangle');
  return (
    <details className="rounded-lg border bg-surface px-4 py-2 text-sm" open>
      <summary className="cursor-pointer font-medium">Legend</summary>
      <div className="mt-2 grid gap-x-8 gap-y-2 text-ink-2 sm:grid-cols-2">
        <Entries title="States">
          {HEALTH_ORDER.map((health) => (
            <Entry
              key={health}
              sign={
                <span className={`flex h-4 w-5 items-center justify-center rounded-sm text-xs ${STATES[health]?.look}`}>
                  {HEALTH_SIGNS[health]}
                </span>
              }
            >
              {STATES[health]?.word}
            </Entry>
          ))}
        </Entries>
        <Entries title="Shapes">
          {[...kinds].map(([shape, of]) => (
            <Entry key={shape} sign={<Drawn className="stroke-ink-2">{SHAPES[shape]}</Drawn>}>
              {of.sort().join(', ')}
            </Entry>
          ))}
          <Entry sign={<span className="h-3.5 w-5 rounded-sm border-3 border-double border-good" />}>Folded objects; press to open</Entry>
          <Entry sign={<span className="h-4 w-5 border bg-sunken" />}>Namespace</Entry>
        </Entries>
        <Entries title="Lines and marks">
          <Entry sign={<Arrow className="fill-accent stroke-accent" />}>Requests, in their direction</Entry>
          <Entry sign={<Arrow className="fill-line-strong stroke-line-strong" />}>
            Another relation; in words when an end of it is selected
          </Entry>
          <Entry sign={<span className="h-4 w-5 rounded-sm p-0.5 outline-2 outline-bad" />}>Part of an open incident</Entry>
          <Entry sign={<span className="font-medium text-ink">Δ</span>}>Changed within the hour before</Entry>
          <Entry sign={<span className="text-ink">2/3</span>}>Pods ready, of all</Entry>
        </Entries>
        <Entries title="Keys">
          {KEYS.map(([key, does]) => (
            <Entry key={key} sign={<kbd className="font-mono text-xs text-ink">{key}</kbd>}>
              {does}
            </Entry>
          ))}
        </Entries>
      </div>
    </details>
  );
}

function Entries({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap content-start items-center gap-x-4 gap-y-1">
      <p className="w-full font-medium text-ink">{title}</p>
      {children}
    </div>
  );
}

function Entry({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {sign}
      <span>{children}</span>
    </span>
  );
}

function Drawn({ className, children }: { className: string; children: ReactNode }) {
  return (
    <svg aria-hidden viewBox="0 0 20 16" className={`h-4 w-5 shrink-0 fill-none ${className}`}>
      {children}
    </svg>
  );
}

function Arrow({ className }: { className: string }) {
  return (
    <svg aria-hidden viewBox="0 0 20 16" className={`h-4 w-5 shrink-0 ${className}`}>
      <path d="M0 8h13" strokeWidth="2" />
      <path d="M12 3.5l7 4.5-7 4.5z" />
    </svg>
  );
}
