'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { worstFirst } from '#components/graph/drawing.ts';
import type { TopologyNode } from '#components/graph/types.ts';
import { buttonClass } from '#components/ui/button.tsx';

const STATES = [
  { health: 'failing', Icon: CircleAlert, look: 'border-bad! bg-bad-soft! text-bad' },
  { health: 'degraded', Icon: TriangleAlert, look: 'border-warn! bg-warn-soft! text-warn' },
] as const;

/** How many objects fail; a press goes to the first of them, the next one to the next. */
export function HealthJumps({
  nodes,
  selected,
  onGo,
}: {
  nodes: readonly TopologyNode[];
  selected: string | undefined;
  onGo: (key: string) => void;
}) {
  const all = STATES.map((state) => ({ ...state, of: nodes.filter((node) => node.health === state.health).sort(worstFirst) }));
  const unhealthy = all.filter(({ of }) => of.length > 0);
  if (unhealthy.length === 0) {
    const isKnown = nodes.some(({ health }) => health === 'healthy');
    return isKnown ? (
      <p className="flex items-center gap-2 text-good">
        <CircleCheck aria-hidden className="size-4" />
        Nothing fails
      </p>
    ) : null;
  }
  return unhealthy.map(({ health, Icon, look, of }) => {
    const at = of.findIndex(({ key }) => key === selected);
    return (
      <button
        key={health}
        type="button"
        title={`Go to the ${at < 0 ? 'first' : 'next'} of them`}
        className={`${buttonClass('secondary')} ${look}`}
        onClick={() => onGo(of[(at + 1) % of.length]?.key ?? '')}
      >
        <Icon aria-hidden className="size-4" />
        {of.length} {health}
        {at >= 0 && (
          <span className="font-normal">
            ({at + 1} of {of.length})
          </span>
        )}
      </button>
    );
  });
}
