import type { Tx } from '#lib/platform/database/index.ts';

/** Does something within a transaction so that its failure undoes nothing else; the error goes to `skip`. */
export async function alone<T>(tx: Tx, work: () => Promise<T>, skip: (error: unknown) => void): Promise<T | undefined> {
  await tx.$executeRaw`SAVEPOINT alone`;
  try {
    const result = await work();
    await tx.$executeRaw`RELEASE SAVEPOINT alone`;
    return result;
  } catch (error) {
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT alone`;
    skip(error);
    return undefined;
  }
}
