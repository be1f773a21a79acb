/** The audit trail: who did what to which object of a client, written in the transaction of the act. */
export { type AuditRecord, audit, listAudit } from './audit.ts';
