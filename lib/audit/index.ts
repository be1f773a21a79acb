/** The audit log: who did what to which object of a client, written in the transaction of the action. */
export { type AuditRecord, audit, listAudit } from './audit.ts';
