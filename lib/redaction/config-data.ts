import { createHmac, hkdfSync, X509Certificate } from 'node:crypto';
import type { KubeObject } from '#lib/kubernetes/kinds.ts';

/** A keyed hash: equal for equal texts, and useless for guessing them. */
export type KeyedDigest = (text: string | Buffer) => string;

/**
 * The digest of one client: HMAC-SHA-256 under a key derived from its API key, so that short or common values can't
 * be looked up. The same value hashes alike in all clusters of a client while the key stays.
 */
export function keyedDigest(apiKey: string): KeyedDigest {
  const key = Buffer.from(hkdfSync('sha256', apiKey, 'kg-rca', 'digest of configuration values', 32));
  return (text) => `sha256:${createHmac('sha256', key).update(text).digest('hex').slice(0, 32)}`;
}

function digests(data: unknown, bytesOf: (value: string) => Buffer, digest: KeyedDigest): Record<string, string> {
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, digest(bytesOf(String(value)))]));
}

const fromText = (value: string) => Buffer.from(value, 'utf8');
const fromBase64 = (value: string) => Buffer.from(value, 'base64');

/** A ConfigMap's keys, each with a hash of its value. */
export function projectConfigMap(object: KubeObject, digest: KeyedDigest): Record<string, unknown> {
  return {
    ...(object.immutable !== undefined && { immutable: object.immutable }),
    ...(object.data !== undefined && { data: digests(object.data, fromText, digest) }),
    ...(object.binaryData !== undefined && { binaryData: digests(object.binaryData, fromBase64, digest) }),
  };
}

/** A Secret's type and keys, each key with a hash of its value, and the facts of its certificate. */
export function projectSecret(object: KubeObject, digest: KeyedDigest): Record<string, unknown> {
  const data = object.data as Record<string, unknown> | null | undefined;
  const certificate = data?.['tls.crt'];
  const tls = typeof certificate === 'string' ? certificateFacts(fromBase64(certificate)) : undefined;
  return {
    ...(object.type !== undefined && { type: object.type }),
    ...(object.immutable !== undefined && { immutable: object.immutable }),
    ...(data && { data: digests(data, fromBase64, digest) }),
    ...(tls && { tls }),
  };
}

/** The facts of a certificate; times as in RFC 3339. */
interface CertificateFacts {
  notBefore: string;
  notAfter: string;
  subject: string;
  names: string[];
}

/** The facts of the first certificate in a PEM text, undefined where there is none that can be read. */
export function certificateFacts(pem: Buffer): CertificateFacts | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return {
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      subject: certificate.subject ?? '',
      names: (certificate.subjectAltName ?? '').split(', ').filter(Boolean),
    };
  } catch {
    return undefined;
  }
}
