import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_CLUSTER, type SampleClusters, type SampleFault } from '#lib/clusters/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { agentKey, kafkaAddress, type ProvisioningParts } from '#lib/provisioning/index.ts';

/** Each takes two processes of about 100 MB: enough for trials on a laptop. */
const MAX_ATTACHED = 4;
const READY_DEADLINE_MS = 60_000;
const READY_POLL_MS = 300;

/** What sample clusters run with. */
export interface SampleClusterParts {
  dataDir: string;
  root: string;
  endpoint: string;
  secretKey: string;
  /** Where the event log is Kafka, the agent of a sample cluster sends to it, as any client's would. */
  kafka: ProvisioningParts['kafka'];
}

interface Running {
  processes: ChildProcess[];
  /** The address of the simulator, once it listens. */
  url?: string;
  state: 'starting' | 'attached' | 'failed';
  error?: string;
}

/**
 * Runs sample clusters: a simulated Kubernetes and a real agent for each client, each in a process of its own. Which
 * clients have one is kept in the data folder, so that they are attached again after a restart.
 */
export async function startSampleClusters(places: SampleClusterParts): Promise<{ clusters: SampleClusters; stop(): Promise<void> }> {
  const file = join(places.dataDir, 'sample-clusters.json');
  const running = new Map<string, Running>();
  const remember = () => writeFileSync(file, JSON.stringify([...running.keys()]));

  const clusters: SampleClusters = {
    async stateOf(clientId) {
      const one = running.get(clientId);
      if (!one) return { state: 'detached', cluster: SAMPLE_CLUSTER, faults: [] };
      const faults = one.url ? await faultsOf(one.url).catch(() => []) : [];
      return { state: one.state, cluster: SAMPLE_CLUSTER, faults, ...(one.error ? { error: one.error } : {}) };
    },
    async attach(clientId) {
      if (running.get(clientId)?.state === 'failed') await detach(clientId);
      if (running.has(clientId)) return;
      if (running.size >= MAX_ATTACHED) {
        throw new Problem(409, 'too_many_samples', `${MAX_ATTACHED} sample clusters already run on this machine; detach one first.`);
      }
      const key = await agentKey(places.secretKey, clientId).catch(() => {
        throw new Problem(409, 'not_provisioned', 'This client is still being set up. Try again in a few seconds.');
      });
      const one: Running = { processes: [], state: 'starting' };
      running.set(clientId, one);
      remember();
      begin(places, clientId, key, one).catch((error: Error) => {
        Object.assign(one, { state: 'failed', error: error.message });
        logger.error({ err: error, tenantId: clientId }, 'the sample cluster did not start');
      });
    },
    async detach(clientId) {
      await detach(clientId);
      remember();
    },
    async switchFault(clientId, fault, on) {
      const url = running.get(clientId)?.url;
      if (!url) throw new Problem(409, 'no_sample_cluster', 'Attach the sample cluster first.');
      const answer = await fetch(`${url}/simulator/faults/${encodeURIComponent(fault)}/${on ? 'on' : 'off'}`, { method: 'POST' });
      if (answer.status === 404) throw notFound();
      if (!answer.ok) throw new Error(`the sample cluster answered ${answer.status} to the fault ${fault}`);
    },
  };

  async function detach(clientId: string): Promise<void> {
    const one = running.get(clientId);
    running.delete(clientId);
    await Promise.all((one?.processes ?? []).map(end));
  }

  const kept: string[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  for (const clientId of kept) {
    await clusters
      .attach(clientId)
      .catch((error) => logger.warn({ err: error, tenantId: clientId }, 'a sample cluster could not be attached again'));
  }
  return {
    clusters,
    async stop() {
      // The file stays as it is: these clusters are attached again at the next start.
      await Promise.all([...running.values()].flatMap((one) => one.processes).map(end));
    },
  };
}

async function begin(places: SampleClusterParts, clientId: string, apiKey: string, one: Running): Promise<void> {
  const { dataDir, root, endpoint } = places;
  const kafka = await kafkaAddress(places, clientId);
  const folder = join(dataDir, 'sample-clusters', clientId);
  mkdirSync(folder, { recursive: true });
  const kubeconfig = join(folder, 'agent.kubeconfig');
  const simulator = launch(one, root, ['simulators/kubernetes/main.ts', '--port', '0', '--agent-kubeconfig', kubeconfig], {});
  one.url = await new Promise<string>((ready, failed) => {
    let printed = '';
    simulator.stdout?.on('data', (chunk) => {
      printed += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found) ready(found[0]);
    });
    simulator.once('exit', (code) => failed(new Error(`the simulated Kubernetes ended with code ${code}: ${printed.slice(-500)}`)));
  });
  const agent = launch(one, root, ['agent/main.ts', 'all', '--kubeconfig', kubeconfig], {
    KG_ENDPOINT: endpoint,
    KG_API_KEY: apiKey,
    KG_CLUSTER: SAMPLE_CLUSTER,
    KG_BUFFER_DIR: join(folder, 'agent'),
    KG_LOG_LEVEL: 'warn',
    KG_HEALTH_PORT: '0',
    ...(kafka && {
      KG_KAFKA_BROKERS: kafka.brokers,
      KG_KAFKA_USERNAME: kafka.username,
      KG_KAFKA_PASSWORD: kafka.password,
      ...(kafka.ca && { KG_KAFKA_CA: kafka.ca }),
    }),
  });
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (agent.exitCode === null && Date.now() < deadline) {
    const faults = await faultsOf(one.url).catch(() => undefined);
    if (faults) {
      one.state = 'attached';
      return;
    }
    await new Promise((again) => setTimeout(again, READY_POLL_MS));
  }
  throw new Error(agent.exitCode === null ? 'the simulated Kubernetes did not answer' : `the agent ended with code ${agent.exitCode}`);
}

function launch(one: Running, root: string, args: string[], variables: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Both watch their standard input: it closes however this process dies, and they end with it.
  child.stderr?.on('data', (chunk) => logger.debug({ part: args[0], text: String(chunk).trim() }, 'sample cluster'));
  child.stdout?.resume();
  child.on('exit', (code) => {
    if (one.state === 'attached') Object.assign(one, { state: 'failed', error: `${args[0]} ended with code ${code}` });
  });
  one.processes.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.removeAllListeners('exit');
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

async function faultsOf(url: string): Promise<SampleFault[]> {
  const answer = await fetch(`${url}/simulator/faults`, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`the sample cluster answered ${answer.status}`);
  const { items } = (await answer.json()) as { items: SampleFault[] };
  return items.map(({ name, category, title, description, on }) => ({ name, category, title, description, on }));
}
