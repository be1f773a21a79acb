import { headers } from 'next/headers';
import { systemClock } from '#lib/platform/clock.ts';
import { logger } from '#lib/platform/logger.ts';
import type { RouteHandler } from './route.ts';

/** A GET operation that a page begins with: its address with query, and the parameters in the address. */
export interface FirstRead {
  get: RouteHandler;
  path: string;
  params?: Record<string, string>;
}

/** A page comes without what takes longer, and asks for it itself. */
const BUDGET_MS = 500;

/**
 * The answers of GET operations to the person for whom a page is rendered, by their addresses, and when they were given (epoch ms), so that the page comes with what it shows
 * and need not ask for it first. An operation that fails or takes long is left out: the page asks for it again, and shows an error.
 */
export async function firstAnswers(reads: readonly FirstRead[]): Promise<{ at: number; answers: Record<string, unknown> }> {
  const asked = new Headers(await headers());
  // These are about the page, not about the answers.
  for (const name of ['authorization', 'if-none-match', 'idempotency-key']) asked.delete(name);
  const origin = `http://${asked.get('host') ?? 'localhost'}`;
  const answers = await Promise.all(
    reads.map(async ({ get, path, params = {} }): Promise<[string, unknown][]> => {
      const answer = get(new Request(origin + path, { headers: asked }), { params: Promise.resolve(params) })
        .then(async (response): Promise<[string, unknown][]> => (response.status === 200 ? [[path, await response.json()]] : []))
        .catch((error: unknown) => {
          logger.error({ err: error, path }, 'a page comes without a first answer');
          return [];
        });
      return await Promise.race([answer, afterBudget()]);
    }),
  );
  return { at: systemClock(), answers: Object.fromEntries(answers.flat()) };
}

function afterBudget(): Promise<[]> {
  return new Promise((resolve) => setTimeout(() => resolve([]), BUDGET_MS).unref());
}
