import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '#lib/kubernetes/canonical.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';

const KEY = 'deletion-reports';
const CONTEXT = `installation-key ${KEY}`;

/** What was removed where: records that were found before, and records that a search found afterwards. */
const removed = z.object({ store: z.string(), place: z.string(), records: z.number(), bytes: z.number().optional(), left: z.number() });

/** The report of a deletion. Holds no personal data. */
export const deletionReport = z.object({
  format: z.literal('kg-rca-deletion-report/1'),
  clientId: z.string(),
  installation: z.string(),
  requestedAt: z.string(),
  finishedAt: z.string(),
  removed: z.array(removed),
  kept: z.array(z.object({ place: z.string(), records: z.number(), why: z.string() })),
  /** The end of the audit log's chain: an exported copy of the log ends with this hash. */
  auditLog: z.object({ entries: z.number(), lastHash: z.string() }),
});
export type DeletionReport = z.infer<typeof deletionReport>;

/** A report with its signature over the report without it, as JSON whose keys are sorted and which has no spaces (RFC 8785). */
export const signedReport = deletionReport.extend({
  signature: z.object({ algorithm: z.literal('Ed25519'), publicKey: z.string(), value: z.string() }),
});
export type SignedReport = z.infer<typeof signedReport>;

/** The key pair with which this installation signs reports, made at first use. It stays the same when SECRET_KEY changes. */
async function keyPair(): Promise<{ publicKey: string; ciphertext: string }> {
  const find = () => asSystem((tx) => tx.installationKey.findUnique({ where: { name: KEY } }));
  const existing = await find();
  if (existing) return existing;
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const row = {
    name: KEY,
    publicKey: pair.publicKey,
    ciphertext: encrypt(env.use().secretKey, CONTEXT, pair.privateKey),
    createdAt: new Date(),
  };
  // Where two processes make one at once, the first counts for both.
  await asSystem((tx) => tx.installationKey.createMany({ data: [row], skipDuplicates: true }));
  return (await find()) ?? row;
}

/** The public key of this installation's reports, as PEM. */
export async function reportKey(): Promise<string> {
  return (await keyPair()).publicKey;
}

/** Signs a report with the key of this installation. */
export async function signReport(report: DeletionReport): Promise<SignedReport> {
  const { publicKey, ciphertext } = await keyPair();
  const key = createPrivateKey(decrypt(env.use().secretKey, CONTEXT, ciphertext));
  const value = sign(null, Buffer.from(canonical(report)), key).toString('base64');
  return { ...report, signature: { algorithm: 'Ed25519', publicKey, value } };
}

/** Whether a report was signed by this installation and has not been changed since. */
export async function isGenuine({ signature, ...report }: SignedReport): Promise<boolean> {
  const key = createPublicKey(await reportKey());
  return verify(null, Buffer.from(canonical(report)), key, Buffer.from(signature.value, 'base64'));
}
