import { PrismaPg } from '@prisma/adapter-pg';
import { Mutex } from 'async-mutex';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/**
 * Prisma's adapter for pg, with one change: the queries of a transaction go to its connection one at a time. Prisma loads
 * the relations of an `include` in parallel, also inside a transaction; pg queues queries on a busy client with a
 * deprecation warning, and version 9 refuses them.
 */
export class SerialPrismaPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolation) => oneQueryAtATime(await startTransaction(isolation));
    return adapter;
  }
}

function oneQueryAtATime(transaction: Transaction): Transaction {
  const connection = new Mutex();
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  transaction.queryRaw = (query) => connection.runExclusive(() => queryRaw(query));
  transaction.executeRaw = (query) => connection.runExclusive(() => executeRaw(query));
  return transaction;
}
