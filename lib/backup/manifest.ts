import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const content = z.object({ lines: z.number().int().nonnegative(), sha256: z.string() });

const manifest = z.object({
  format: z.literal(1),
  /** ISO 8601, the moment that the tables show. */
  createdAt: z.string(),
  /** What the database had, in order. */
  migrations: z.array(z.string()),
  /** The names of the keys (`keyIdOf`) that stored secrets may be encrypted with, the current one first. */
  keyIds: z.array(z.string()),
  tables: z.array(content.extend({ name: z.string(), columns: z.array(z.string()) })),
  graphs: z.array(content.extend({ clientId: z.string() })),
});

/** What a backup holds. */
export type Manifest = z.infer<typeof manifest>;

/** A backup, or a place for one, that cannot be used, in a line that says what to do. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** Reads the manifest of a backup. Throws BackupError where there is none, or one of another format. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, 'manifest.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BackupError(
      `${folder} is no backup: it has no manifest.json; name the folder of one backup, like backups/2026-11-29T02-17-00Z`,
    );
  });
  const parsed = manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw new BackupError(`${file} is not of a format that this version reads (1)`);
  return parsed.data;
}
