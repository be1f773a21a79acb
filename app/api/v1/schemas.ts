import { z } from 'zod';
import { clusterName } from '#lib/wire/messages.ts';

/** Inputs that several operations share. */
export const emailAddress = z.email('must be an email address').trim().toLowerCase().max(254);
export const newPassword = z.string().min(10, 'has at least 10 characters').max(200, 'has at most 200 characters');
export const personName = z.string().trim().min(1, 'must not be empty').max(80, 'has at most 80 characters');
export const clientId = z.string().trim();
export const token = z.string().min(1).max(200);
export const uuid = z.uuid();
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const cluster = clusterName;

/** What a list answers beside its items: the cursor of the next page, null at the end. */
export const nextCursor = z.string().nullable();

/** Times go out as epoch milliseconds. */
export const time = z.number().int();
export const maybeTime = time.nullable();
/** The answer of an operation that has nothing else to say. */
export const done = z.object({ ok: z.literal(true) });
export const OK = { ok: true } as const;
