import { expect, it } from 'vitest';
import { clearMetric, metrics } from './metrics.ts';

const samples = async (name = '') =>
  (await metrics().registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#') && line.startsWith(name));

it('a thousand clients make four series each, and nothing else grows with them', async () => {
  const before = (await samples()).length;
  const { messagesProcessed, eventsIngested, rcaQueries, storageUsed, workFailures } = metrics();
  workFailures.inc({ work: 'diagnosis' });
  for (let client = 0; client < 1_000; client++) {
    const labels = { client_id: `client-${client}` };
    messagesProcessed.inc(labels);
    eventsIngested.inc(labels);
    rcaQueries.inc(labels);
    storageUsed.set(labels, 1);
    workFailures.inc({ work: 'diagnosis' });
  }
  expect((await samples()).length - before).toBe(4 * 1_000 + 1);
});

it('what is not known has no series, not one that says 0', async () => {
  const { overdueInvoices, clusters } = metrics();
  overdueInvoices.set(3);
  clusters.set({ status: 'silent' }, 2);
  expect(await samples('kg_invoices_overdue ')).toEqual(['kg_invoices_overdue 3']);
  for (const metric of [overdueInvoices, clusters]) clearMetric(metric);
  expect([...(await samples('kg_invoices_overdue ')), ...(await samples('kg_clusters'))]).toEqual([]);
});
