import { expect, it } from 'vitest';
import { stopBeside, stopsOf } from './stops.ts';

const change = (at: number, name: string) => ({ at, op: 'updated', kind: 'Deployment', name });
const incident = { number: 7, title: 'cart crashes', openedAt: 500, closedAt: 900 };

it('the stops are the changes, and the beginnings and ends of incidents, in the order of their times', () => {
  expect(
    stopsOf([incident, { ...incident, number: 8, openedAt: 950, closedAt: null }], [change(700, 'cart'), change(400, 'db')], 10),
  ).toEqual([
    { at: 400, kind: 'change', text: 'Deployment db updated' },
    { at: 500, kind: 'incident', text: 'Incident 7 began: cart crashes' },
    { at: 700, kind: 'change', text: 'Deployment cart updated' },
    { at: 900, kind: 'incident', text: 'Incident 7 ended: cart crashes' },
    { at: 950, kind: 'incident', text: 'Incident 8 began: cart crashes' },
  ]);
});

it('changes that cannot be told apart on the line are one stop, at the last of them', () => {
  const changes = ['a', 'b', 'b', 'c', 'd'].map((name, i) => change(100 + i, name));
  expect(stopsOf([], [...changes, change(200, 'e')], 50)).toEqual([
    { at: 104, kind: 'change', text: '5 changes: Deployment a, Deployment b, Deployment c and 1 more' },
    { at: 200, kind: 'change', text: 'Deployment e updated' },
  ]);
});

it('a stop is found before and after a time, never the one at it', () => {
  const stops = stopsOf([incident], [], 10);
  expect(stopBeside(stops, 500, 'after')?.at).toBe(900);
  expect(stopBeside(stops, 900, 'before')?.at).toBe(500);
  expect(stopBeside(stops, 500, 'before')).toBeUndefined();
  expect(stopBeside(stops, 900, 'after')).toBeUndefined();
});
