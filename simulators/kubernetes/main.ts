/** The simulated Kubernetes as a program: `node simulators/kubernetes/main.ts --help`. */
import { fstatSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startKubernetes } from './simulator.ts';

const HELP = `A simulated Kubernetes cluster with a shop in it, for kubectl, helm and the KG RCA agent.

usage: node simulators/kubernetes/main.ts [--port 6443] [--kubeconfig FILE] [--agent-kubeconfig FILE] [--seed N]

  --port N                 port on 127.0.0.1 (default 6443; 0 for any free port)
  --kubeconfig FILE        where to write the administrator's kubeconfig
  --agent-kubeconfig FILE  where to write the agent's kubeconfig
  --seed N                 the same number produces the same cluster
  --help                   show this text

It stops on Ctrl-C, on SIGTERM, and when its standard input is a pipe that is closed.`;

interface Options {
  port: number;
  kubeconfig: string;
  agentKubeconfig: string;
  seed?: number;
}

const options = optionsOf(process.argv.slice(2));
const simulator = await startKubernetes(options).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `port ${options.port} on 127.0.0.1 is in use: choose another one with --port, or 0 for any free port`
      : error.message,
  ),
);
try {
  writeFileSync(options.kubeconfig, simulator.kubeconfig(), { mode: 0o600 });
  writeFileSync(options.agentKubeconfig, simulator.agentKubeconfig(), { mode: 0o600 });
} catch (error) {
  await simulator.close();
  fail(`cannot write the kubeconfig: ${(error as Error).message}`);
}

// Registered before the first line is printed, because whoever reads it may stop us at once.
let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await simulator.close();
  process.exit(0);
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
// A pipe that closes means that the process which started us is gone; a terminal or /dev/null does not close.
const input = fstatSync(0, { bigint: false });
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', end).on('error', end).resume();

console.log(`Kubernetes (simulated) is listening on ${simulator.url}`);
console.log(`
  kubectl --kubeconfig ${options.kubeconfig} get pods -A
  the agent's kubeconfig: ${options.agentKubeconfig}

  Faults:  curl ${simulator.url}/simulator/faults
           curl -X POST ${simulator.url}/simulator/faults/NAME/on     (and /off)
  NAME is  ${simulator.cluster.faults
    .list()
    .map(({ name }) => name)
    .join('\n           ')}`);

function optionsOf(args: string[]): Options {
  const options = {
    port: { type: 'string' },
    kubeconfig: { type: 'string' },
    'agent-kubeconfig': { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  const values = attempt(() => parseArgs({ args, options }).values);
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const port = wholeNumber('--port', values.port ?? '6443', 65_535);
  return {
    port,
    kubeconfig: resolve(values.kubeconfig ?? join(tmpdir(), 'kubernetes-simulator.kubeconfig')),
    agentKubeconfig: resolve(values['agent-kubeconfig'] ?? join(tmpdir(), 'kubernetes-simulator-agent.kubeconfig')),
    ...(values.seed !== undefined && { seed: wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER) }),
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) fail(`${option} must be a whole number from 0 to ${most}, not "${text}"`);
  return number;
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}

function fail(why: string): never {
  console.error(`kubernetes simulator: ${why}`);
  process.exit(2);
}
