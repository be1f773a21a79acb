import { z } from 'zod';
import { type DeadLetter, SOURCES, STATES } from '#lib/dead-letters/index.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { limit, maybeTime, nextCursor, time } from '../schemas.ts';

/** The id of a dead letter. */
export const letterId = z
  .string()
  .regex(/^[0-9]{1,18}$/, 'Use the number of a dead letter.')
  .transform(BigInt);

/** The query that the client's and the staff's lists of dead letters share. */
export const letterQuery = z.object({
  stream: z.enum(STREAMS).optional(),
  source: z.enum(SOURCES).optional(),
  state: z.enum(STATES).optional(),
  limit,
  cursor: letterId.optional(),
});

/** A dead letter. Ids and offsets are strings because they may exceed the precision of a JSON number. */
export const deadLetter = z.object({
  id: z.string(),
  source: z.enum(SOURCES),
  stream: z.enum(STREAMS),
  offset: z.string().nullable(),
  reason: z.string(),
  detail: z.string(),
  record: z.string(),
  recordBytes: z.number().int(),
  receivedAt: time,
  state: z.enum(STATES),
  settledAt: maybeTime,
  settledBy: z.string().nullable(),
  failedAgainAs: z.string().nullable(),
});
export const letterPage = z.object({ items: z.array(deadLetter), nextCursor });

/** A page of dead letters in the shape of the API. */
export function shownLetters(letters: DeadLetter[], wanted: number) {
  const items = letters.map(({ tenantId, ...letter }) => ({
    ...letter,
    clientId: tenantId,
    id: String(letter.id),
    offset: letter.offset === null ? null : String(letter.offset),
    failedAgainAs: letter.failedAgainAs === null ? null : String(letter.failedAgainAs),
  }));
  return { items, nextCursor: items.length === wanted ? (items.at(-1)?.id ?? null) : null };
}
