import { z } from 'zod';
import { clusterName } from '#lib/wire/messages.ts';

/** Inputs that several operations share; those that forms use too are in inputs.ts. */
export const uuid = z.uuid();
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const cluster = clusterName;

/** What a list returns besides its items: the cursor of the next page, null on the last one. */
export const nextCursor = z.string().nullable();

/** Times are epoch milliseconds. */
export const time = z.number().int();
export const maybeTime = time.nullable();
/** The response of an operation that has nothing else to return. */
export const done = z.object({ ok: z.literal(true) });
export const OK = { ok: true } as const;
