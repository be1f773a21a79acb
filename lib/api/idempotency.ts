import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '#lib/auth/index.ts';
import { asSystemSql, database, inTenantSql } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { decrypt, encrypt, sha256 } from '#lib/platform/secrets.ts';
import type { Declaration } from './declaration.ts';

/** How long an answer is repeated. */
const KEPT_MS = 24 * 3_600_000;
/** A string of a structured field (RFC 9651, 3.3.3), as the draft wants it, or the bare text that most programs send. */
const HEADER = /^(?:"((?:[ !#-[\]-~]|\\["\\]){1,255})"|([!#-~]{1,255}))$/;

/** An answer as it is kept. */
export interface KeptAnswer {
  status: number;
  body: string;
}

/** The first request with a key. Exactly one of the two ends it. */
export interface FirstAttempt {
  /** Keeps the answer, for those that repeat the request. */
  keep(answer: KeptAnswer): Promise<void>;
  /** Forgets the request: it was refused and changed nothing, so that it may be sent again. */
  forget(): Promise<void>;
}

/**
 * Whether an operation takes an Idempotency-Key: everything that changes something and that a program may call. Ingest does not, since
 * each record has an identity of its own, nor do operations of people in a browser.
 */
export function takesIdempotencyKey({ method, access, person, rawBody, response }: Declaration): boolean {
  const isForPrograms = (access === 'tenant' || access === 'staff') && !person;
  return method !== 'GET' && isForPrograms && rawBody === undefined && response instanceof z.ZodType;
}

/**
 * Looks for an earlier request with the same Idempotency-Key by the same API key or staff token (Internet-Draft
 * draft-ietf-httpapi-idempotency-key-header-07). Returns the answer to repeat, or the first attempt to be ended, or undefined where the
 * request has no key, or comes from a session. `request` must still have its body. Throws a Problem: 400 for a key that is none, 409 while the first
 * request has no answer, 422 for a key that was used for another request. `now` in epoch ms.
 */
export async function findAttempt(
  declaration: Declaration,
  principal: Principal | undefined,
  request: Request,
  now: number,
): Promise<KeptAnswer | FirstAttempt | undefined> {
  const header = request.headers.get('idempotency-key');
  if (header === null || !principal || principal.via === 'session' || !takesIdempotencyKey(declaration)) return undefined;
  const found = HEADER.exec(header);
  if (!found) {
    const detail =
      'Idempotency-Key: send one key of at most 255 printable ASCII characters, such as Idempotency-Key: "8e03978e-40d5-43e8-bc93-6894a57f9324".';
    throw new Problem(400, 'bad_idempotency_key', detail);
  }
  const keyHash = sha256(found[1]?.replace(/\\(.)/g, '$1') ?? found[2] ?? '');
  const tenantId = declaration.access === 'tenant' ? principal.tenant?.id : undefined;
  const subject = [tenantId ?? '', principal.via, principal.keyId ?? principal.name].join(' ');
  const context = `idempotency ${subject} ${keyHash}`;
  const fingerprint = await fingerprintOf(principal, request);
  const run = <T>(work: Parameters<typeof asSystemSql<T>>[1]) =>
    tenantId === undefined ? asSystemSql(database.use().pool, work) : inTenantSql(database.use().pool, tenantId, work);

  const earlier = await run(async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO idempotency_keys AS k (subject, key_hash, tenant_id, fingerprint, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (subject, key_hash) DO UPDATE SET fingerprint = excluded.fingerprint, created_at = excluded.created_at, sealed = NULL
       WHERE k.created_at <= $6`,
      [subject, keyHash, tenantId ?? null, fingerprint, new Date(now), new Date(now - KEPT_MS)],
    );
    if (rowCount === 1) return undefined;
    const { rows } = await sql.query<{ fingerprint: string; sealed: string | null }>(
      'SELECT fingerprint, sealed FROM idempotency_keys WHERE subject = $1 AND key_hash = $2',
      [subject, keyHash],
    );
    return rows[0] ?? { fingerprint, sealed: null };
  });
  if (earlier) {
    if (earlier.fingerprint !== fingerprint) throw reused();
    if (earlier.sealed === null) throw unanswered();
    return JSON.parse(decrypt(env.use().secretKey, context, earlier.sealed)) as KeptAnswer;
  }
  return {
    // Encrypted, since an answer may hold a secret, such as a new API key.
    keep: (answer) =>
      run(async (sql) => {
        const sealed = encrypt(env.use().secretKey, context, JSON.stringify(answer));
        await sql.query('UPDATE idempotency_keys SET sealed = $3 WHERE subject = $1 AND key_hash = $2', [subject, keyHash, sealed]);
      }),
    forget: () =>
      run(async (sql) => void (await sql.query('DELETE FROM idempotency_keys WHERE subject = $1 AND key_hash = $2', [subject, keyHash]))),
  };
}

/** Deletes the answers that are no longer repeated. `now` in epoch ms. */
export async function forgetOldAnswers(now: number): Promise<void> {
  const before = new Date(now - KEPT_MS);
  await asSystemSql(database.use().pool, (sql) => sql.query('DELETE FROM idempotency_keys WHERE created_at <= $1', [before]));
}

/** What makes two requests the same. The permissions are part of it: a weaker token of an API key gets no answer to what the key itself did. */
async function fingerprintOf({ scopes }: Principal, request: Request): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const head = JSON.stringify([request.method, pathname, search, [...scopes].sort()]);
  return createHash('sha256')
    .update(head)
    .update(new Uint8Array(await request.arrayBuffer()))
    .digest('hex');
}

function reused(): Problem {
  return new Problem(
    422,
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request: another address, body or token. Send the same request again, or this one with a new key.',
    { invalidParams: [{ name: 'Idempotency-Key', reason: 'Use a new key.' }] },
  );
}

function unanswered(): Problem {
  return new Problem(
    409,
    'idempotency_key_in_use',
    'The first request with this Idempotency-Key has no answer yet. Try again in a second. If this lasts for more than a minute, that request was cut short: look whether it took effect, then use a new key.',
    { headers: { 'Retry-After': '1' } },
  );
}
