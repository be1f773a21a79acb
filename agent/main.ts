import { once } from 'node:events';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { problemsOf } from './check.ts';
import { readConfig } from './config.ts';
import { serveHealth } from './health/server.ts';
import { STANDBY } from './health/status.ts';
import { type AgentCommand, type AgentOptions, COMMANDS, startAgent } from './index.ts';
import { KubeClient } from './kube/client.ts';
import type { KubeConnection } from './kube/connection.ts';
import { connectionInCluster } from './kube/connection.ts';
import { connectionFromKubeconfig } from './kube/kubeconfig.ts';
import { LeaderElection, type LeaseAddress } from './leader-election.ts';
import { type AgentLog, errorText, jsonLog } from './log.ts';
import { AGENT_VERSION } from './version.ts';

const HELP = `KG RCA agent ${AGENT_VERSION}: reports what happens in a Kubernetes cluster to KG RCA.

Usage: kg-agent <command>... [--kubeconfig FILE] [--context NAME]

Commands, one or several:
  state-watcher    the state of objects, and every change of it
  event-exporter   Events
  log-collector    logs of containers that are not well
  health           heartbeats only
  all              everything in one process
  check            only checks that the cluster can be read and the provider takes the key; ends with 1 if not

Options:
  --kubeconfig FILE  instead of KUBECONFIG, or of the account in the cluster
  --context NAME     a context of the kubeconfig other than its current one
  --version, --help

Environment:
  KG_ENDPOINT          address of the provider, like https://rca.example.com
  KG_API_KEY           the API key from the portal
  KG_CLUSTER           the name of this cluster
  KG_KAFKA_BROKERS     host:port of the provider's Kafka; data goes there instead of over HTTPS, with
                       KG_KAFKA_USERNAME, KG_KAFKA_PASSWORD and perhaps KG_KAFKA_CA (PEM)
  KG_BUFFER_DIR        what waits to be sent (/var/lib/kg-rca-agent)
  KG_BUFFER_MAX_BYTES  room for that (268435456)
  KG_NAMESPACES        only these namespaces, separated by commas (all)
  KG_SKIP_KINDS        kinds that are not read, separated by commas, like Secret
  KG_CUSTOM_GROUPS     API groups whose custom resources are read, separated by commas, or none; default: those that people run
  KG_LEASE             namespace/name of the Lease by which several agents of a cluster agree on which of them works
  KG_HEALTH_PORT       serves /healthz, /readyz and /metrics there
  KG_LOG_LEVEL         debug, info, warn or error (info)
`;

/** The commands that the arguments name. Throws where they name none, or something else. */
function commandsOf(names: readonly string[]): readonly AgentCommand[] {
  const expected = `expected is one of ${COMMANDS.join(', ')} or all (see --help)`;
  if (names.length === 0) throw new Error(`a command is missing: ${expected}`);
  const unknown = names.find((name) => name !== 'all' && !COMMANDS.some((command) => command === name));
  if (unknown !== undefined) throw new Error(`there is no command ${JSON.stringify(unknown)}: ${expected}`);
  return names.includes('all') ? COMMANDS : COMMANDS.filter((command) => names.includes(command));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
    },
  });
  if (values.version) {
    process.stdout.write(`${AGENT_VERSION}\n`);
    return;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const isCheck = positionals.join() === 'check';
  const commands = isCheck ? [] : commandsOf(positionals);
  const config = readConfig(process.env);
  const kubeconfig = values.kubeconfig ?? config.kubeconfig;
  const kube = kubeconfig === undefined ? connectionInCluster(process.env) : connectionFromKubeconfig(kubeconfig, values.context);
  if (isCheck) {
    const problems = await problemsOf({ ...config, connection: kube });
    process.stdout.write(
      `${problems.length === 0 ? 'All is well: the cluster can be read, and KG RCA takes the key.' : problems.join('\n')}\n`,
    );
    process.exitCode = problems.length === 0 ? 0 : 1;
    return;
  }
  const log = jsonLog(config.logLevel, (line) => process.stdout.write(line));
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info('stopping', { signal });
      stopping.abort();
    });
  }
  const lost = await work({ ...config, kube, log, commands }, config.lease, stopping.signal);
  if (lost) log.error('another agent has taken over: this one begins again and stands by');
  process.exit(lost ? 1 : 0);
}

/** Runs the agent while it leads, until `signal` aborts. True: another one has taken over. */
async function work(options: AgentOptions & { kube: KubeConnection; log: AgentLog }, lease: LeaseAddress | undefined, signal: AbortSignal) {
  const election = lease && new LeaderElection({ client: new KubeClient(options.kube), lease, identity: hostname(), log: options.log });
  if (election) {
    const standby = options.healthPort === undefined ? undefined : await serveHealth(options.healthPort, () => STANDBY);
    await election.acquire(signal);
    await standby?.close();
  }
  if (signal.aborted) return false;
  const agent = await startAgent(options);
  const lost = await (election?.hold(signal) ?? once(signal, 'abort').then(() => false));
  await agent.stop();
  await election?.release();
  return lost;
}

main().catch((error: unknown) => {
  process.stderr.write(`kg-agent: ${errorText(error)}\n`);
  process.exit(1);
});
