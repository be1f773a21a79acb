import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts';

/** Operations whose conditions are free. The others name a row by a unique key, which has an index. */
const OF_MANY_ROWS = new Set([
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
  'updateMany',
  'updateManyAndReturn',
  'deleteMany',
]);

/**
 * A transaction that names the client in the conditions of what is read or written of many rows. The policies of row-level security would let only its rows
 * through anyway, but they also let the provider's own work through, and PostgreSQL uses no index for a condition with such an
 * alternative: each query of a client would read the rows of all clients.
 */
export function transactionOf<T>(prisma: PrismaClient, tenantId: string, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const filtered = prisma.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          if (!OF_MANY_ROWS.has(operation) || !belongsToClient(model)) return query(args);
          const { where = {}, ...rest } = args as { where?: object };
          return query({ ...rest, where: { AND: [where, { tenantId }] } } as typeof args);
        },
      },
    },
  });
  return filtered.$transaction((tx) => work(tx as unknown as Prisma.TransactionClient));
}

const belongsToClient = (model: Prisma.ModelName): boolean => 'tenantId' in Prisma[`${model}ScalarFieldEnum`];
