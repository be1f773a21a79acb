import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, startServer } from '../server.ts';
import type { Program } from './build.ts';
import { type Client, kubeconfigOf, makeCertificates } from './certificates.ts';

/** A running control plane. */
export interface ControlPlane {
  /** Of an administrator. */
  kubeconfig: string;
  /** The address of the API server. */
  server: string;
  /** The PEM file of the authority behind its certificate. */
  caFile: string;
  /** Runs kubectl as an administrator; gives what it printed. Rejects with what it said. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Kills a program as the kernel would: its connections are cut at once. */
  kill(program: Program): Promise<void>;
  /**
   * Starts a program that was killed, on its data, and with it those that ended meanwhile: leaders do so when they cannot renew
   * their lease. Resolves once all are ready.
   */
  start(program: Program): Promise<void>;
  stop(): Promise<void>;
}

/** Where things are, and how the control plane shall run. */
interface ControlPlaneOptions {
  /** Of the programs (`buildControlPlane`). */
  programs: string;
  /** For certificates, data and logs; made where it is not there. */
  folder: string;
  /** The kubectl to use. */
  kubectl: string;
}

const STAGES = join(import.meta.dirname, 'stages.yaml');

/**
 * Starts a Kubernetes control plane on loopback: etcd, API server, controller manager and scheduler with leader election, and
 * kwok, which plays the kubelets of nodes labelled `type=kwok` (`stages.yaml`). Ready in some ten seconds, 600 MB. Throws with
 * the end of its log where a program does not start.
 */
export async function startControlPlane({ programs, folder, kubectl }: ControlPlaneOptions): Promise<ControlPlane> {
  const pki = join(folder, 'pki');
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  await makeCertificates(pki);
  const ports = (await freePorts(6)) as [number, number, number, number, number, number];
  const [etcdPort, peerPort, apiPort, managerPort, schedulerPort, kubeletPort] = ports;
  const kubeconfig = (client: Client) => join(folder, `${client}.kubeconfig`);
  for (const client of ['admin', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const)
    writeFileSync(kubeconfig(client), kubeconfigOf(client, apiPort, pki), { mode: 0o600 });

  const kube = (args: readonly string[], input?: string) =>
    new Promise<string>((resolve, reject) => {
      const options = { maxBuffer: 256 * 1024 * 1024 };
      const child = execFile(kubectl, ['--kubeconfig', kubeconfig('admin'), ...args], options, (error, stdout, stderr) =>
        error ? reject(new Error(`kubectl ${args.join(' ')}: ${stderr || error.message}`)) : resolve(stdout),
      );
      child.stdin?.end(input);
    });
  const answers = (port: number, path: string) => async () => (await promisify(statusOf)(port, path)) === 200;

  const commands: Record<Program, { args: string[]; isReady: () => Promise<boolean> }> = {
    etcd: {
      args: [
        `--data-dir=${join(folder, 'etcd')}`,
        `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
        `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
        `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
        `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
        `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
        '--quota-backend-bytes=8589934592',
        '--unsafe-no-fsync',
      ],
      isReady: async () => (await fetch(`http://127.0.0.1:${etcdPort}/health`)).ok,
    },
    'kube-apiserver': {
      args: [
        `--etcd-servers=http://127.0.0.1:${etcdPort}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${apiPort}`,
        // The endpoints of the service `kubernetes` may not be loopback; nobody calls there.
        '--advertise-address=192.0.2.1',
        '--service-cluster-ip-range=10.96.0.0/16',
        '--authorization-mode=Node,RBAC',
        `--cert-dir=${folder}`,
        ...tls('apiserver'),
        `--client-ca-file=${pki}/ca.crt`,
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${pki}/accounts.pub`,
        `--service-account-signing-key-file=${pki}/accounts.key`,
        `--kubelet-client-certificate=${pki}/kubelet-client.crt`,
        `--kubelet-client-key=${pki}/kubelet-client.key`,
        `--kubelet-certificate-authority=${pki}/ca.crt`,
        '--kubelet-preferred-address-types=InternalIP',
      ],
      isReady: async () => (await kube(['get', '--raw', '/readyz'])) === 'ok',
    },
    'kube-controller-manager': {
      args: [
        ...client('kube-controller-manager', managerPort),
        '--use-service-account-credentials=true',
        `--service-account-private-key-file=${pki}/accounts.key`,
        `--root-ca-file=${pki}/ca.crt`,
        '--kube-api-qps=500',
        '--kube-api-burst=1000',
      ],
      isReady: async () => (await kube(['get', 'serviceaccount', 'default', '--output=name'])) !== '',
    },
    'kube-scheduler': {
      args: [...client('kube-scheduler', schedulerPort), '--kube-api-qps=500', '--kube-api-burst=1000'],
      isReady: answers(schedulerPort, '/healthz'),
    },
    kwok: {
      args: [
        `--config=${STAGES}`,
        `--kubeconfig=${kubeconfig('kwok')}`,
        '--manage-nodes-with-label-selector=type=kwok',
        '--node-lease-duration-seconds=40',
        '--cidr=10.128.0.0/12',
        '--node-ip=127.0.0.1',
        `--node-port=${kubeletPort}`,
        `--server-address=127.0.0.1:${kubeletPort}`,
        ...tls('kubelet'),
        '--v=WARN',
      ],
      isReady: async () => (await fetch(`http://127.0.0.1:${kubeletPort}/healthz`)).ok,
    },
  };
  function tls(server: string): string[] {
    return [`--tls-cert-file=${pki}/${server}.crt`, `--tls-private-key-file=${pki}/${server}.key`];
  }
  function client(name: Client, port: number): string[] {
    const own = kubeconfig(name);
    return [
      `--kubeconfig=${own}`,
      `--authentication-kubeconfig=${own}`,
      `--authorization-kubeconfig=${own}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${folder}`,
    ];
  }

  async function begin(program: Program): Promise<void> {
    const { args, isReady } = commands[program];
    const child = (log: number) => spawn(join(programs, program), args, { cwd: folder, stdio: ['ignore', log, log] });
    running.set(program, await startServer(program, join(logs, `${program}.log`), child, isReady));
  }
  const running = new Map<Program, Awaited<ReturnType<typeof startServer>>>();
  const plane: ControlPlane = {
    kubeconfig: kubeconfig('admin'),
    server: `https://127.0.0.1:${apiPort}`,
    caFile: join(pki, 'ca.crt'),
    kubectl: kube,
    async kill(program) {
      await running.get(program)?.stop('SIGKILL');
      running.delete(program);
    },
    async start(program) {
      await begin(program);
      for (const [other, server] of [...running]) if (server.hasEnded()) await begin(other);
    },
    async stop() {
      // Kept watches make the API server wait a minute for their end: nothing here needs it to.
      await Promise.all([...running.values()].map((server) => server.stop('SIGKILL')));
      running.clear();
    },
  };
  try {
    for (const program of Object.keys(commands) as Program[]) await plane.start(program);
  } catch (error) {
    await plane.stop();
    throw error;
  }
  return plane;
}

/** The status of an answer over TLS of a program whose certificate nobody has signed. */
function statusOf(port: number, path: string, done: (error: Error | null, status?: number) => void): void {
  get({ host: '127.0.0.1', port, path, rejectUnauthorized: false }, (response) => {
    response.resume();
    done(null, response.statusCode);
  }).on('error', done);
}
