import { asSystemSql, type Database } from '#lib/platform/database/index.ts';
import { isEncryptedWith, reencrypt } from '#lib/platform/secrets.ts';

/** Ciphertexts that are read at once. */
const BATCH = 200;

/** A ciphertext in the database: where it stands, and what it was encrypted for. */
interface Found {
  id: string;
  context: string;
  text: string;
}

/**
 * Every place in the database that holds secrets which have to be readable again. `list` takes the id after which to go on and how
 * many; `update` takes a new ciphertext, an id and the old ciphertext, so that one that was changed meanwhile is left alone.
 */
const PLACES: readonly { name: string; list: string; update: string }[] = [
  {
    name: 'keys and passwords in agent packages',
    list: `SELECT tenant_id || '/' || name AS id, tenant_id || '/' || name AS context, ciphertext AS text FROM credentials
           WHERE ciphertext <> '' AND tenant_id || '/' || name > $1 ORDER BY 1 LIMIT $2`,
    update: `UPDATE credentials SET ciphertext = $1 WHERE tenant_id || '/' || name = $2 AND ciphertext = $3`,
  },
  {
    name: 'secrets of authenticator apps',
    list: `SELECT id::text AS id, 'totp ' || id AS context, totp_secret AS text FROM users
           WHERE totp_secret IS NOT NULL AND id::text > $1 ORDER BY 1 LIMIT $2`,
    update: 'UPDATE users SET totp_secret = $1 WHERE id::text = $2 AND totp_secret = $3',
  },
  {
    name: 'keys of the installation',
    list: `SELECT name AS id, 'installation-key ' || name AS context, ciphertext AS text FROM installation_keys
           WHERE name > $1 ORDER BY 1 LIMIT $2`,
    update: 'UPDATE installation_keys SET ciphertext = $1 WHERE name = $2 AND ciphertext = $3',
  },
  {
    name: 'answers that are repeated',
    list: `SELECT subject || ' ' || key_hash AS id, 'idempotency ' || subject || ' ' || key_hash AS context, sealed AS text FROM idempotency_keys
           WHERE sealed IS NOT NULL AND subject || ' ' || key_hash > $1 ORDER BY 1 LIMIT $2`,
    update: `UPDATE idempotency_keys SET sealed = $1 WHERE subject || ' ' || key_hash = $2 AND sealed = $3`,
  },
  {
    name: 'mails that wait',
    list: `SELECT id::text AS id, 'mail' AS context, data->>'sealed' AS text FROM pgboss.job
           WHERE name = 'mail' AND state IN ('created', 'retry', 'active') AND id::text > $1 ORDER BY 1 LIMIT $2`,
    update: `UPDATE pgboss.job SET data = jsonb_set(data, '{sealed}', to_jsonb($1::text)) WHERE id::text = $2 AND data->>'sealed' = $3`,
  },
];

/** How many secrets there are, and how many of them are not encrypted with the current key yet. */
export interface RotationState {
  secrets: number;
  remaining: number;
}

/** How far the change to the current SECRET_KEY has come. When nothing remains, SECRET_KEY_OLD can be removed. */
export async function rotationState({ pool }: Pick<Database, 'pool'>, secretKey: string): Promise<RotationState> {
  const state = { secrets: 0, remaining: 0 };
  for await (const { text } of everySecret(pool)) {
    state.secrets += 1;
    if (!isEncryptedWith(secretKey, text)) state.remaining += 1;
  }
  return state;
}

/**
 * Encrypts everything with the current key that was encrypted with an older one, while the product runs: whoever reads a secret
 * meanwhile can read both. Calls `onProgress` after each batch. Several processes may run it at once, and it may be cut short. Returns
 * what is left, which is what nobody has a key for. `secretKey` is the current key; the older ones come from the settings.
 */
export async function rotateSecrets(
  { pool }: Pick<Database, 'pool'>,
  secretKey: string,
  onProgress: (place: string, done: number) => void = () => {},
): Promise<RotationState> {
  for (const place of PLACES) {
    let done = 0;
    for await (const batch of batchesOf(pool, place.list)) {
      for (const { id, context, text } of batch) {
        if (isEncryptedWith(secretKey, text)) continue;
        const renewed = tryReencrypt(secretKey, context, text);
        if (renewed === undefined) continue;
        await asSystemSql(pool, (sql) => sql.query(place.update, [renewed, id, text]));
        done += 1;
      }
      if (done > 0) onProgress(place.name, done);
    }
  }
  return rotationState({ pool }, secretKey);
}

/** Undefined for a secret that no known key opens: it stays as it is, and counts as left. */
function tryReencrypt(secretKey: string, context: string, text: string): string | undefined {
  try {
    return reencrypt(secretKey, context, text);
  } catch {
    return undefined;
  }
}

async function* everySecret(pool: Database['pool']): AsyncGenerator<Found> {
  for (const { list } of PLACES) for await (const batch of batchesOf(pool, list)) yield* batch;
}

async function* batchesOf(pool: Database['pool'], list: string): AsyncGenerator<Found[]> {
  for (let after = ''; ; ) {
    const { rows } = await asSystemSql(pool, (sql) => sql.query<Found>(list, [after, BATCH]));
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id ?? after;
  }
}
