import { describe, expect, it } from 'vitest';
import { csvOf, drawnOf, knownOf } from './cells.ts';

const resource = (id: string, kind: string, name: string, more = {}) => ({
  node: { id, labels: ['Resource', kind], properties: { key: `prod/${name}`, kind, name, cluster: 'prod', health: 'healthy', ...more } },
});
const relation = (from: string, to: string, type = 'OWNS') => ({ relation: { id: `${from}-${to}`, type, from, to, properties: {} } });
const event = { node: { id: 'e', labels: ['Event'], properties: { reason: 'BackOff' } } };

describe('what a cell is', () => {
  it.each([
    ['a node', event, 'node'],
    ['a relation', relation('a', 'b'), 'relation'],
    ['a path', { path: { nodes: [], relations: [] } }, 'path'],
    ['a map that only looks like a node', { node: { id: 'a' } }, 'value'],
    ['a map with a node in it', { ...event, more: 1 }, 'value'],
    ['a list', [event], 'value'],
    ['nothing', null, 'value'],
  ] as const)('%s', (_what, cell, is) => {
    expect(knownOf(structuredClone(cell) as never).is).toBe(is);
  });
});

describe('the map of an answer', () => {
  it('draws the objects of cells, lists, maps and paths once each, with the relations between them', () => {
    const [pod, set, node] = [
      resource('1', 'Pod', 'web', { namespace: 'shop', health: 'failing' }),
      resource('2', 'ReplicaSet', 'web-1'),
      resource('3', 'Node', 'n'),
    ];
    const path = { path: { nodes: [pod.node, node.node], relations: [relation('1', '3', 'RUNS_ON').relation] } };
    const drawn = drawnOf({
      rows: [
        [pod, [relation('2', '1'), { inner: set }]],
        [pod, path],
        [event, relation('1', 'e', 'ABOUT')],
      ],
    });
    expect(drawn?.nodes).toEqual([
      { key: 'prod/web', kind: 'Pod', namespace: 'shop', name: 'web', cluster: 'prod', health: 'failing' },
      { key: 'prod/web-1', kind: 'ReplicaSet', name: 'web-1', cluster: 'prod', health: 'healthy' },
      { key: 'prod/n', kind: 'Node', name: 'n', cluster: 'prod', health: 'healthy' },
    ]);
    expect(drawn?.edges).toEqual([
      { from: 'prod/web-1', to: 'prod/web', type: 'OWNS' },
      { from: 'prod/web', to: 'prod/n', type: 'RUNS_ON' },
    ]);
  });

  it('is none for an answer without objects', () => {
    expect(drawnOf({ rows: [[event, 3, null, { name: 'x' }]] })).toBeUndefined();
  });
});

it('CSV names objects by kind, namespace and name, and writes what is no plain value as JSON', () => {
  const rows = [
    [resource('1', 'Pod', 'web', { namespace: 'shop' }), 3, ['a', 'b']],
    [event, null, '=1+1'],
  ];
  expect(csvOf({ columns: ['object', 'amount', 'more'], rows })).toBe(
    'object,amount,more\r\nPod/shop/web,3,"[""a"",""b""]"\r\n"Event {""reason"":""BackOff""}",,\'=1+1\r\n',
  );
});
