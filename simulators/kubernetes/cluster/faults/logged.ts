import { inShop } from './edits.ts';
import type { Fault } from './fault.ts';

/** Programs that say in their log why they exit: the words are those of the systems and libraries that people use. */
export const LOGGED_FAULTS: readonly Fault[] = [
  logged({
    name: 'kernel-module-missing',
    title: 'Node lacks a kernel module',
    description: 'shipping loads a kernel module at its start that its node does not have, and exits.',
    app: 'shipping',
    code: 'node.host_prerequisite_missing',
    lines: ['modprobe: FATAL: Module wireguard not found in directory /lib/modules/6.1.0-31-amd64'],
  }),
  logged({
    name: 'host-tool-missing',
    title: 'Node lacks a tool',
    description: 'recommendation needs open-iscsi on its node, which is not installed there.',
    app: 'recommendation',
    code: 'node.host_prerequisite_missing',
    lines: ['failed to check environment, please make sure you have iscsiadm/open-iscsi installed on the host: exit status 127'],
  }),
  logged({
    name: 'certificate-unknown',
    title: 'Certificate of an unknown authority',
    description: 'email does not know the authority that signed the certificate of its mail server, and exits.',
    app: 'email',
    code: 'tls.certificate_invalid',
    lines: ['smtp: cannot start TLS: x509: certificate signed by unknown authority'],
  }),
  logged({
    name: 'certificate-expired',
    title: 'Certificate has expired',
    description: 'The certificate that ads presents to its partners has expired, and it exits.',
    app: 'ads',
    code: 'tls.certificate_invalid',
    lines: ['x509: certificate has expired or is not yet valid: current time 2026-03-01T12:00:00Z is after 2026-02-28T23:59:59Z'],
  }),
  logged({
    name: 'kind-not-served',
    title: 'CustomResourceDefinition is not installed',
    description: 'shipping watches a custom resource whose definition is not installed, and exits.',
    app: 'shipping',
    code: 'api.kind_missing',
    lines: ['unable to start the controller: no matches for kind "Parcel" in version "shop.example/v1"'],
  }),
  logged({
    name: 'heap-exhausted',
    title: 'Heap is too small',
    description: 'The heap of ads is too small for its campaigns: it exits although its container is within its memory limit.',
    app: 'ads',
    code: 'oom.limit_too_low',
    lines: ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space'],
  }),
  logged({
    name: 'setting-unset',
    title: 'Required variable is not set',
    description: 'ads requires an environment variable that nobody sets, and exits.',
    app: 'ads',
    code: 'config.env_missing',
    lines: ['fatal: CAMPAIGN_REGION environment variable is not set'],
  }),
  logged({
    name: 'account-forbidden',
    title: 'Service account lacks a permission',
    description: 'recommendation asks the API server for something that its service account may not read, and exits.',
    app: 'recommendation',
    code: 'rbac.forbidden',
    lines: [
      'cannot load profiles: configmaps is forbidden: User "system:serviceaccount:shop:default" cannot list resource "configmaps" in API group "" in the namespace "shop"',
    ],
  }),
  logged({
    name: 'wrong-architecture',
    title: 'Image for another architecture',
    description: 'The image of shipping was built for another processor: its program cannot be executed.',
    app: 'shipping',
    code: 'container.command_invalid',
    exitCode: 255,
    lines: ['exec /app/shipping: exec format error'],
  }),
  logged({
    name: 'file-not-writable',
    title: 'File that the program may not write',
    description: 'email may not write its spool directory in the image, and exits.',
    app: 'email',
    code: 'container.security_context_invalid',
    lines: ["Error: EACCES: permission denied, open '/var/spool/mail/queue.json'"],
  }),
];

interface LoggedFault extends Pick<Fault, 'name' | 'title' | 'description'> {
  app: string;
  code: string;
  exitCode?: number;
  lines: readonly string[];
}

function logged({ app, code, exitCode = 1, lines, ...rest }: LoggedFault): Fault {
  return {
    ...rest,
    expected: { code, object: inShop('Deployment', app) },
    make: ({ hidden }) => [hidden.set(hidden.programs, app, { type: 'crash', after: 900, code: exitCode, lines })],
  };
}
