import { expect, it } from 'vitest';
import { rowsAsCsv } from './rows-as-csv.ts';

it('rows become CSV: objects with their clusters, times in ISO 8601, lists with semicolons, nothing that a spreadsheet calculates', () => {
  const csv = rowsAsCsv({ pod: 'object', at: 'time', fields: 'fields', incident: 'incident', reason: 'text', count: 'number' }, [
    {
      pod: { key: 'prod/1', kind: 'Pod', namespace: 'shop', name: 'web', cluster: 'prod', health: 'healthy' },
      at: 1_793_527_200_000,
      fields: ['/a: 1 → 2', '/b: x → "y"'],
      incident: { id: 'i', number: 7, title: 'web crashes' },
      reason: '=HYPERLINK("x")',
      count: 3,
    },
    {
      pod: { key: 'prod/2', kind: 'Node', name: 'n', cluster: 'prod', health: 'healthy' },
      at: null,
      fields: [],
      incident: null,
      reason: null,
      count: 0,
    },
    { pod: null, at: null, fields: null, incident: null, reason: 'x', count: 1 },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'pod,podCluster,at,fields,incident,reason,count',
    'Pod/shop/web,prod,2026-11-01T10:00:00.000Z,"/a: 1 → 2; /b: x → ""y""",#7 web crashes,"\'=HYPERLINK(""x"")",3',
    'Node/n,prod,,,,,0',
    ',,,,,x,1',
    '',
  ]);
});
