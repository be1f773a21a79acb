import type { Obj } from '../../store/store.ts';
import type { App } from '../apps/app.ts';
import { RunLog } from '../logs/run-log.ts';
import { type Network, parseAddress } from '../network.ts';
import { bytes } from '../parts/quantity.ts';

/** How a process ended. */
export interface Exit {
  at: number;
  code: number;
  reason: 'Completed' | 'Error' | 'OOMKilled';
}

/** What a container was started with. */
export interface Settings {
  env: Record<string, string>;
  /** Content of mounted files by path. */
  files: Record<string, string>;
}

const MEBIBYTE = 2 ** 20;
const CHECK_EVERY = 1_000;
const FATAL_ATTEMPTS = 10;

/** A running program: what it does follows from its image, its settings, its limits and the network. */
export class Process {
  readonly app: App;
  readonly log: RunLog;
  readonly startedAt: number;
  readonly #pod: Obj;
  readonly #network: Network;
  readonly #settings: Settings;
  #exit: Exit | undefined;
  #checkedAt = 0;
  #attempts = 0;
  #ready = true;

  constructor(app: App, { pod, container, settings, network, at, seed }: ProcessStart) {
    this.app = app;
    this.startedAt = at;
    this.#pod = pod;
    this.#network = network;
    this.#settings = settings;
    this.log = new RunLog(app, seed, at);
    this.#exit = this.#fate(container);
  }

  /** How it ended, when it has by `now`. */
  exited(now: number): Exit | undefined {
    return this.#exit && this.#exit.at <= now ? this.#exit : undefined;
  }

  listensOn(port: number): boolean {
    return this.#up && this.app.ports.some((one) => one.port === port);
  }

  /** The status code of an HTTP request to it; undefined where the port speaks no HTTP. */
  answer(port: number, path: string): number | undefined {
    const served = this.app.ports.find((one) => one.port === port);
    if (served?.protocol !== 'http') return undefined;
    if (!served.paths) return path === '/' || path.startsWith('/api') ? 200 : 404;
    const meaning = served.paths[path];
    if (!meaning) return 404;
    return meaning === 'alive' || this.#ready ? 200 : 503;
  }

  /** Whether it does its work: what its own check command would find. */
  get healthy(): boolean {
    return this.#up && this.#ready;
  }

  #up = false;

  /** Lives on until `now`: comes up, looks after its dependencies, or ends. */
  live(now: number): void {
    if (this.exited(now)) return;
    this.#up = now - this.startedAt >= this.app.startup;
    if (!this.#up || now - this.#checkedAt < CHECK_EVERY || this.app.dependencies.length === 0) return;
    this.#checkedAt = now;
    const failing = new Set<string>();
    let fatal: string | undefined;
    let ready = true;
    for (const { variable, failure, line } of this.app.dependencies) {
      const value = this.#settings.env[variable];
      const error = value ? this.#network.connect(this.#pod, value) : `variable ${variable} is not set`;
      if (!error) continue;
      const text = line.replace('{address}', value ? addressOf(value) : variable).replace('{error}', error);
      failing.add(text);
      this.log.trouble(now, text);
      if (failure !== 'log') ready = false;
      if (failure === 'fatal') fatal = text;
    }
    this.log.recovered(now, failing);
    this.#ready = ready;
    this.#attempts = fatal ? this.#attempts + 1 : 0;
    if (fatal && this.#attempts >= FATAL_ATTEMPTS) this.#die(now, fatal);
  }

  /** It is asked to stop and ends by itself within `grace` ms, or is killed. */
  stop(now: number, grace: number): void {
    const { code, after } = this.app.stop;
    const at = now + Math.min(after, grace);
    this.#exit = after <= grace ? { at, code, reason: code === 0 ? 'Completed' : 'Error' } : { at, code: 137, reason: 'Error' };
    this.log.say(now, 'info', 'received SIGTERM, shutting down');
  }

  #die(at: number, text: string): void {
    this.#up = false;
    this.log.say(at, 'fatal', text);
    this.#exit = { at, code: 1, reason: 'Error' };
  }

  /** What is already certain at the start: a setting it can't use, too little memory, or the end of its work. */
  #fate(container: Obj['spec']): Exit | undefined {
    for (const setting of this.app.settings) {
      const value = setting.name.startsWith('/') ? this.#settings.files[setting.name] : this.#settings.env[setting.name];
      const problem = setting.problem(value);
      if (!problem) continue;
      const at = this.startedAt + Math.min(400, this.app.startup * 0.6);
      this.log.say(at, 'fatal', problem);
      return { at, code: 1, reason: 'Error' };
    }
    const limit = bytes(container.resources?.limits?.memory);
    if (limit > 0 && limit < this.app.memory * MEBIBYTE) {
      const share = limit / (this.app.memory * MEBIBYTE);
      return { at: this.startedAt + Math.round(share * (this.app.startup + 3_000)), code: 137, reason: 'OOMKilled' };
    }
    return this.app.runs === undefined ? undefined : commanded(this.startedAt, container, this.app.runs);
  }
}

interface ProcessStart {
  pod: Obj;
  container: Obj['spec'];
  settings: Settings;
  network: Network;
  /** When it starts, epoch ms. */
  at: number;
  /** Makes its log lines its own. */
  seed: string;
}

/** The end of a program that runs for a while: `sleep N` and `exit N` in its command are obeyed. */
function commanded(at: number, container: Obj['spec'], runs: number): Exit {
  const command = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const sleep = /\bsleep (\d+|infinity)/.exec(command)?.[1];
  const code = Number(/\bexit (\d+)/.exec(command)?.[1] ?? 0);
  const lasts = sleep === 'infinity' ? Number.POSITIVE_INFINITY : Number(sleep ?? 0) * 1000 + runs;
  return { at: at + lasts, code, reason: code === 0 ? 'Completed' : 'Error' };
}

function addressOf(value: string): string {
  const { host, port } = parseAddress(value);
  return `${host}:${port}`;
}
