/** The audit log: who did what to which object of a client, in a chain that shows changes. */
export { type AuditFilter, type AuditRecord, audit, eraseAudit, eraseAuditContent, INSTALLATION, listAudit } from './audit.ts';
export { type ChainCheck, sealAudit, verifyAudit, verifyAudits } from './chain.ts';
