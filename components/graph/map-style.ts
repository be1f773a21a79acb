import type { StylesheetJson } from 'cytoscape';
import { CALL_RELATIONS, CROWDED_RELATIONS } from './relations.ts';

/** A sign in addition to the colour, so that the state can be read without it. */
export const HEALTH_SIGNS: Record<string, string> = { failing: '✕', degraded: '!', pending: '…', unknown: '?', healthy: '' };

const HEALTH_COLOURS: Record<string, string> = {
  healthy: '--good',
  degraded: '--warn',
  failing: '--bad',
  pending: '--info',
  unknown: '--line-strong',
};

/** The look of the map in the current theme. A canvas cannot use CSS variables, so their values are read from `element`. */
export function mapStyle(element: HTMLElement): StylesheetJson {
  const colour = (name: string) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const ofTypes = (types: ReadonlySet<string>) => [...types].map((type) => `edge[type = "${type}"]`).join(', ');
  return [
    // Else relations would be below all nodes, and so below the frames.
    { selector: 'node, edge', style: { 'z-index-compare': 'manual' } },
    {
      selector: 'node[?frame]',
      style: {
        ...{ shape: 'rectangle', width: 'data(width)', height: 'data(height)', 'z-index': 0 },
        ...{ 'background-color': colour('--sunken'), 'border-color': colour('--line'), 'border-width': 1 },
        ...{ label: 'data(label)', color: colour('--ink'), 'font-size': 22, 'font-weight': 600, 'min-zoomed-font-size': 6 },
        ...{ 'text-valign': 'top', 'text-margin-y': -6, 'text-events': 'yes' },
      },
    },
    {
      selector: 'node[health]',
      style: {
        ...{ shape: 'data(shape)' as never, width: 38, height: 28, 'z-index': 2 },
        ...{ 'background-color': colour('--surface'), 'border-width': 2 },
        ...{ label: 'data(label)', color: colour('--ink'), 'font-size': 16, 'min-zoomed-font-size': 6.5 },
        ...{ 'text-background-color': colour('--sunken'), 'text-background-opacity': 0.8 },
        ...{ 'text-valign': 'bottom', 'text-margin-y': 3, 'text-wrap': 'wrap', 'text-max-width': '174px', 'line-height': 1.15 },
      },
    },
    {
      selector: 'node[?rest]',
      style: {
        ...{ shape: 'round-rectangle', width: 150, height: 30, 'border-style': 'double', 'border-width': 5 },
        ...{ 'text-valign': 'center', 'text-margin-y': 0, 'text-max-width': '140px', 'text-background-opacity': 0 },
      },
    },
    ...Object.entries(HEALTH_COLOURS).map(([health, name]) => ({
      selector: `node[health = "${health}"]`,
      style: { 'border-color': colour(name) },
    })),
    {
      selector: 'node[health = "degraded"]',
      style: { 'border-width': 4, 'background-color': colour('--warn-soft'), color: colour('--warn'), 'font-weight': 700, 'z-index': 4 },
    },
    { selector: 'node[health = "pending"], node[health = "unknown"]', style: { 'border-style': 'dashed' } },
    {
      // What fails is found at a glance, and has its label at any zoom.
      selector: 'node[health = "failing"]',
      style: {
        ...{ width: 50, height: 38, 'background-color': colour('--bad'), 'z-index': 5 },
        ...{ 'underlay-color': colour('--bad'), 'underlay-opacity': 0.25, 'underlay-padding': 9, 'underlay-shape': 'ellipse' },
        ...{ color: colour('--bad'), 'font-size': 18, 'font-weight': 700, 'min-zoomed-font-size': 0, 'text-margin-y': 6 },
      },
    },
    {
      selector: 'node[health = "failing"][?rest]',
      style: { width: 150, height: 30, 'text-margin-y': 0, 'background-color': colour('--bad-soft'), 'underlay-shape': 'round-rectangle' },
    },
    { selector: 'node[?incident]', style: { 'outline-color': colour('--bad'), 'outline-width': 2, 'outline-offset': 4 } as object },
    {
      selector: 'edge',
      style: {
        ...{ width: 1.2, 'curve-style': 'straight', 'line-color': colour('--line-strong'), opacity: 0.45, 'z-index': 1 },
        ...{ 'target-arrow-color': colour('--line-strong'), 'target-arrow-shape': 'vee', 'arrow-scale': 0.8 },
      },
    },
    {
      selector: ofTypes(CALL_RELATIONS),
      style: {
        ...{ width: 2, 'line-color': colour('--accent'), opacity: 0.6 },
        ...{ 'target-arrow-color': colour('--accent'), 'target-arrow-shape': 'triangle', 'arrow-scale': 1.2 },
      },
    },
    { selector: ofTypes(CROWDED_RELATIONS), style: { display: 'none' } },
    { selector: '.faded', style: { opacity: 0.25, 'text-opacity': 0.4 } },
    {
      selector: 'node.found',
      style: { 'overlay-color': colour('--accent'), 'overlay-opacity': 0.18, 'overlay-padding': 6, 'min-zoomed-font-size': 0 },
    },
    {
      selector: 'edge.near',
      style: {
        ...{ display: 'element', opacity: 1, width: 2.5, 'z-index': 4 },
        ...{ label: 'data(words)', 'font-size': 14, color: colour('--ink'), 'min-zoomed-font-size': 7 },
        ...{ 'text-background-color': colour('--surface'), 'text-background-opacity': 0.9, 'text-background-padding': '2px' },
      },
    },
    {
      selector: 'node.selected',
      style: {
        'outline-color': colour('--accent'),
        'outline-width': 4,
        'outline-offset': 3,
        'z-index': 6,
        'min-zoomed-font-size': 0,
      } as object,
    },
  ] as StylesheetJson;
}
