import { join } from 'node:path';
import { MigrationError, migrate } from '#lib/platform/database/migrate.ts';
import { AdminError, type Command } from './command.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Brings the database of DATABASE_URL to the newest schema, before an upgrade begins: every process does so at its start, too. */
export const migrateCommand: Command = {
  purpose: 'brings the database of DATABASE_URL to the newest schema',
  options: {},
  async run(_, say) {
    const url = process.env.DATABASE_URL;
    if (!url) throw new AdminError('DATABASE_URL: must be set; an embedded database is migrated at every start', 2);
    try {
      const applied = await migrate(url, ROOT);
      say(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database has the newest schema.');
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      throw new AdminError(error instanceof MigrationError ? message : `DATABASE_URL: the database cannot be used: ${message || code}`);
    }
    return 0;
  },
};
