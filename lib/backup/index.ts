/** Backups of what cannot be rebuilt, restores, and drills that prove them. See the README. */
export { type BackupParts, backUp, backupsIn } from './backup.ts';
export type { Keys } from './keys.ts';
export { BackupError, type Manifest, readManifest } from './manifest.ts';
export { checkKeys, differences, keysIn, type RestoreParts, restore } from './restore.ts';
