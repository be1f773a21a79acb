import { accessSync, constants } from 'node:fs';

/** grafeo's error codes for a file whose content it cannot make sense of. */
const DAMAGE = /GRAFEO-S\d{3}|GRAFEO-X002|it is not a database file/;
/** Written over by another transaction: to be retried. */
const CONFLICT = /GRAFEO-T001/;

/** Whether an error of grafeo says that the file's content is broken (not that it is locked, or that the disk is full). */
export function isDamage(error: unknown): error is Error {
  return error instanceof Error && DAMAGE.test(error.message);
}

/** Whether an error of grafeo is a write conflict, which a second try can pass. */
export function isWriteConflict(error: unknown): boolean {
  return error instanceof Error && CONFLICT.test(error.message);
}

/** Throws the system's own error (EACCES, EMFILE, ENOENT) where the file cannot be used, so that it is not taken for damage. */
export function assertUsable(file: string): void {
  accessSync(file, constants.R_OK | constants.W_OK);
}
