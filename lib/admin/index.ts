export { clientDetail, listClients, openClient } from './clients.ts';
export { providerOverview, type RecordBalance, recordBalances } from './overview.ts';
export { type PartHealth, partsHealth } from './parts.ts';
