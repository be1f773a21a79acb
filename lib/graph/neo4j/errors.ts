import neo4j from 'neo4j-driver';

/** Returned to a query that would write, call, change the schema or administer the server in a reading transaction. */
const WRITES = [
  'Neo.ClientError.Statement.AccessMode',
  'Neo.ClientError.Security.Forbidden',
  'Neo.ClientError.Transaction.ForbiddenDueToTransactionType',
];
const NO_DATABASE = ['Neo.ClientError.Database.DatabaseNotFound'];
const NO_ADMINISTRATION = ['Neo.ClientError.Statement.UnsupportedAdministrationCommand'];
const OVER_TIME = ['Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration', 'Neo.ClientError.Transaction.TransactionTimedOut'];

/** The transaction's share of the server's memory is used up, or all of it is: flagged as passing, but the same query meets it again. */
const OVER_MEMORY = ['Neo.TransientError.General.TransactionOutOfMemoryError', 'Neo.TransientError.General.MemoryPoolOutOfMemoryError'];

function hasCode(error: unknown, codes: string[]): boolean {
  return error instanceof neo4j.Neo4jError && codes.includes(error.code);
}

export const isWriteRefused = (error: unknown) => hasCode(error, WRITES);
export const isNoDatabase = (error: unknown) => hasCode(error, NO_DATABASE);
export const isNoAdministration = (error: unknown) => hasCode(error, NO_ADMINISTRATION);
export const isOverMemory = (error: unknown) => hasCode(error, OVER_MEMORY);
export const isOverTime = (error: unknown) => hasCode(error, OVER_TIME);
