import type { GrafeoDB as Database } from '@grafeo-db/js';

export type { Database };

/** The static side of grafeo's database class. */
export type DatabaseClass = typeof Database;

/**
 * Loads grafeo's binary. It is published for glibc Linux, macOS and Windows; elsewhere (musl) this throws an error that
 * names the way out, so that a start on such a machine ends with one clear line.
 */
export async function loadGrafeo(): Promise<DatabaseClass> {
  try {
    const module = await import('@grafeo-db/js');
    return module.default.GrafeoDB;
  } catch (cause) {
    throw new Error(
      `the embedded graph database has no binary for ${process.platform}-${process.arch} here: set NEO4J_URI to use a Neo4j server, or run on glibc Linux`,
      { cause },
    );
  }
}
