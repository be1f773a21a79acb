import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Who gets a certificate: its subject, by file name. The groups are those that Kubernetes' default roles are bound to. */
const CLIENTS = {
  admin: '/O=system:masters/CN=admin',
  'kube-controller-manager': '/CN=system:kube-controller-manager',
  'kube-scheduler': '/CN=system:kube-scheduler',
  kwok: '/O=system:masters/CN=kwok',
  'kubelet-client': '/O=system:masters/CN=kube-apiserver-kubelet-client',
} as const;

/** Whoever reaches the API server with a kubeconfig of its own. */
export type Client = keyof typeof CLIENTS;

const NAMES = 'DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes, once, the authority of a cluster, the certificates of its servers and clients, and the key that signs service
 * accounts' tokens, with openssl: `<name>.crt` and `<name>.key` in `folder`. Throws what openssl says.
 */
export async function makeCertificates(folder: string): Promise<void> {
  if (existsSync(join(folder, 'done'))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  await openssl('req', '-x509', ...KEY, '-days', '3650', '-subj', '/CN=test-ca', '-keyout', 'ca.key', '-out', 'ca.crt');
  const issue = async (name: string, subject: string, extensions: string) => {
    await openssl('req', ...KEY, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    writeFileSync(join(folder, `${name}.ext`), extensions);
    const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '3650', '-extfile', `${name}.ext`];
    await openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.crt`);
  };
  for (const server of ['apiserver', 'kubelet'])
    await issue(server, `/CN=${server}`, `subjectAltName=${NAMES}\nextendedKeyUsage=serverAuth\n`);
  for (const [name, subject] of Object.entries(CLIENTS)) await issue(name, subject, 'extendedKeyUsage=clientAuth\n');
  await openssl('genrsa', '-out', 'accounts.key', '2048');
  await openssl('rsa', '-in', 'accounts.key', '-pubout', '-out', 'accounts.pub');
  writeFileSync(join(folder, 'done'), '');
}

/** The kubeconfig of a client of the API server at a port of this machine. `folder`: of its certificates. */
export function kubeconfigOf(client: Client, port: number, folder: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': join(folder, 'ca.crt') } }],
    users: [{ name: client, user: { 'client-certificate': join(folder, `${client}.crt`), 'client-key': join(folder, `${client}.key`) } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: client } }],
  });
}
