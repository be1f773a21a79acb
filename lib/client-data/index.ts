/** What a client may do with all of its data: export it, and have it deleted. */
export { DELETION_QUEUE, type DeletionParts, deleteClient } from './deletion/erase.ts';
export { listDeletions } from './deletion/list.ts';
export { isGenuine, reportKey, type SignedReport, signedReport } from './deletion/report.ts';
export { type DeletionState, deletionOf, requestDeletion, withdrawDeletion } from './deletion/requests.ts';
export { type ExportState, exportOf, issueTicket, openArchive, removeExpiredExports, requestExport } from './export/exports.ts';
export { runExport } from './export/run.ts';
export { startClientData, tend } from './upkeep.ts';
