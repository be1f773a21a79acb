import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '#lib/kubernetes/canonical.ts';
import { installationKey, type KeyPair } from '#lib/platform/installation-key.ts';

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

/** The key pair with which this installation signs reports. */
function keyPair(): Promise<KeyPair> {
  return installationKey('deletion-reports', () =>
    generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }),
  );
}

/** The public key of this installation's reports, as PEM. */
export async function reportKey(): Promise<string> {
  return (await keyPair()).publicKey;
}

/** Signs a report with the key of this installation. */
export async function signReport(report: DeletionReport): Promise<SignedReport> {
  const { publicKey, privateKey } = await keyPair();
  const value = sign(null, Buffer.from(canonical(report)), createPrivateKey(privateKey)).toString('base64');
  return { ...report, signature: { algorithm: 'Ed25519', publicKey, value } };
}

/** Whether a report was signed by this installation and has not been changed since. */
export async function isGenuine({ signature, ...report }: SignedReport): Promise<boolean> {
  const key = createPublicKey(await reportKey());
  return verify(null, Buffer.from(canonical(report)), key, Buffer.from(signature.value, 'base64'));
}
