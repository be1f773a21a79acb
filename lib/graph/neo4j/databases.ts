const NAME = /^[a-z][a-z0-9.-]{2,62}$/;

/** Creates a database on an Enterprise server and waits until it can be used. Throws RangeError for an invalid name. */
export function createDatabaseStatement(name: string): string {
  return `CREATE DATABASE ${quoted(name)} IF NOT EXISTS WAIT`;
}

/** Removes a database with all its content from an Enterprise server. Throws RangeError for an invalid name. */
export function dropDatabaseStatement(name: string): string {
  return `DROP DATABASE ${quoted(name)} IF EXISTS WAIT`;
}

/** Names cannot be parameters of administration commands, so a name is checked before it becomes part of the text. */
function quoted(name: string): string {
  if (!NAME.test(name))
    throw new RangeError(`${JSON.stringify(name)} is no name of a Neo4j database: expected 3 to 63 of a-z, 0-9, "." and "-"`);
  return `\`${name}\``;
}
