export { type GraphCapacity, graphCapacity } from './capacity.ts';
export { clientDetail, listClients, openClient } from './clients.ts';
export { refreshStoreMetrics } from './metrics.ts';
export { providerOverview } from './overview.ts';
export { type PartHealth, partsHealth } from './parts.ts';
export { type RecordBalance, recordBalance, recordBalances } from './records.ts';
