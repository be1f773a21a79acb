/** What the provider's staff see and do: clients, revenue, component health, record balances and graph capacity. */
export { ANNOUNCEMENT_TONES, addAnnouncement, listAnnouncements, removeAnnouncement, shownAnnouncements } from './announcements.ts';
export { type GraphCapacity, graphCapacity } from './capacity.ts';
export { clientDetail, clientExists, createClient, listClients } from './clients.ts';
export { type ComponentHealth, componentHealth } from './components.ts';
export { HEALTH_RANGES, type HealthRange, healthHistory } from './health/history.ts';
export { jobsState, retryJob } from './jobs.ts';
export { refreshStoreMetrics } from './metrics.ts';
export { addNote, deleteNote, editNote, listNotes } from './notes.ts';
export { providerOverview } from './overview.ts';
export { type RecordBalance, recordBalance, recordBalances } from './record-balance.ts';
export { type RotationState, rotateSecrets, rotationState } from './secret-rotation.ts';
export { LOOK_MS, lookAtStatus } from './status/look.ts';
export { type PublicStatus, publicStatus } from './status/public-status.ts';
export { STATUS_COMPONENTS, STATUS_STATES, type StatusState } from './status/states.ts';
