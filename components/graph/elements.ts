import type { ElementDefinition } from 'cytoscape';
import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import { amount } from '../ui/format.ts';
import { type Drawing, type DrawnGroup, type DrawnObject, restId } from './drawing.ts';
import { layout } from './layout.ts';
import { HEALTH_SIGNS } from './map-style.ts';
import { relationWord } from './relation-words.ts';

const MAX_NAME = 20;

/** The id of the frame of a group; a selected group is named by it, too. */
export const frameId = (group: string): string => `group ${group}`;

/** What the canvas shows of a drawing: frames, objects, the nodes that stand for folded objects, and relations. `numbers` are those of open incidents. */
export function elementsOf(drawing: Drawing, numbers: ReadonlyMap<string, number>): ElementDefinition[] {
  const { places, frames } = layout(drawing);
  const placed = (id: string) => ({ ...(places.get(id) ?? { x: 0, y: 0 }) });
  return [
    ...frames.map(({ group, x, y, width, height }) => ({
      group: 'nodes' as const,
      data: { id: frameId(group.id), frame: true, label: groupLabel(group), width, height },
      position: { x: x + width / 2, y: y + height / 2 },
      selectable: false,
    })),
    ...drawing.objects.map((object) => ({
      group: 'nodes' as const,
      data: {
        id: object.node.key,
        label: objectLabel(object, numbers),
        health: object.node.health,
        incident: (object.node.incidents?.length ?? 0) > 0,
        shape: kindOf(object.node.kind)?.shape ?? 'round-rectangle',
      },
      position: placed(object.node.key),
    })),
    ...drawing.groups
      .filter(({ folded }) => folded > 0)
      .map((group) => ({
        group: 'nodes' as const,
        data: { id: restId(group.id), rest: true, label: restLabel(group), health: worstOf(group), shape: 'round-rectangle' },
        position: placed(restId(group.id)),
      })),
    ...drawing.edges.map(({ id, from, to, type }) => ({
      group: 'edges' as const,
      data: { id, source: from, target: to, type, words: relationWord(type, 'out') },
    })),
  ];
}

function groupLabel({ label, counts: { failing, degraded } }: DrawnGroup): string {
  const unhealthy = [failing && `✕ ${failing} failing`, degraded && `! ${degraded} degraded`].filter(Boolean).join(', ');
  return unhealthy ? `${label}: ${unhealthy}` : label;
}

function restLabel({ folded, total, foldedCounts }: DrawnGroup): string {
  const healthy = foldedCounts.healthy === folded ? ' healthy' : '';
  if (folded < total) return `${folded} more${healthy}`;
  return healthy ? `${folded}${healthy}` : amount(folded, 'object');
}

function worstOf({ foldedCounts }: DrawnGroup): string {
  return HEALTH_ORDER.find((health) => foldedCounts[health]) ?? 'healthy';
}

function objectLabel({ node }: DrawnObject, numbers: ReadonlyMap<string, number>): string {
  const sign = HEALTH_SIGNS[node.health];
  const incident = node.incidents?.map((id) => numbers.get(id)).find((number) => number !== undefined);
  const marks = [
    node.total !== undefined && `${node.ready}/${node.total}`,
    incident !== undefined && `incident ${incident}`,
    node.changedAt !== undefined && 'Δ',
  ].filter(Boolean);
  const name = `${sign ? `${sign} ` : ''}${shortened(node.name)}`;
  return marks.length > 0 ? `${name}\n${marks.join(' · ')}` : name;
}

/** A long name without its middle: what tells it from its neighbours is often at its end. */
function shortened(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const half = (MAX_NAME - 1) / 2;
  return `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`;
}
