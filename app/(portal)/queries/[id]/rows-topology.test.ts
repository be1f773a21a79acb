import { describe, expect, it } from 'vitest';
import { topologyOf } from './rows-topology.ts';

const object = (kind: string, name: string) => ({ key: `prod/${name}`, kind, name, cluster: 'prod', health: 'healthy' as const });
const column = (name: string, type: 'object' | 'text') => ({ name, title: name.toUpperCase(), type });

describe('the map of rows', () => {
  it('ties the objects of a row, by the relation that it names, and draws each object and each tie once', () => {
    const columns = [column('from', 'object'), column('relation', 'text'), column('to', 'object')];
    const row = { from: object('Pod', 'web'), relation: 'RUNS_ON', to: object('Node', 'n') };
    expect(topologyOf(columns, [row, row, { ...row, from: object('Pod', 'db') }])).toEqual({
      nodes: [row.from, row.to, object('Pod', 'db')],
      edges: [
        { from: 'prod/web', to: 'prod/n', type: 'RUNS_ON' },
        { from: 'prod/db', to: 'prod/n', type: 'RUNS_ON' },
      ],
    });
  });

  it('names a tie after the second column where the row names none, and passes over an empty cell', () => {
    const columns = [column('ingress', 'object'), column('service', 'object')];
    const rows = [
      { ingress: object('Ingress', 'i'), service: object('Service', 's') },
      { ingress: object('Ingress', 'j'), service: null },
    ];
    expect(topologyOf(columns, rows)?.edges).toEqual([{ from: 'prod/i', to: 'prod/s', type: 'SERVICE' }]);
    expect(topologyOf(columns, rows)?.nodes).toHaveLength(3);
  });

  it('is none where rows hold one object each', () => {
    expect(
      topologyOf([column('object', 'object'), column('reason', 'text')], [{ object: object('Pod', 'p'), reason: 'x' }]),
    ).toBeUndefined();
  });
});
