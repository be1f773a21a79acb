import type { Obj } from '../../store/object.ts';
import { parseAddress } from '../api-machinery/address.ts';
import type { ApiPermission, App, Dependency } from '../apps/app.ts';
import type { ProgramFailure } from '../hidden-state.ts';
import { RunLog } from '../logs/run-log.ts';
import { permissionError } from '../permissions.ts';
import type { NodeContext } from './node-context.ts';
import { plannedExit } from './planned-exit.ts';
import type { Exit, Settings } from './run.ts';

const CHECK_EVERY = 1_000;
const FATAL_ATTEMPTS = 10;
const REFUSALS_LOGGED_EVERY = 2_000;

/** A running program: its behaviour follows from its image, settings, limits, permissions and the network. */
export class Process {
  readonly app: App;
  readonly log: RunLog;
  readonly startedAt: number;
  readonly #context: NodeContext;
  readonly #pod: Obj;
  readonly #ip: string;
  readonly #settings: Settings;
  readonly #disk: Record<string, string>;
  /** Permissions that it has used: an established watch survives their removal. */
  readonly #granted = new Set<ApiPermission>();
  #exit: Exit | undefined;
  #up = false;
  #ready = true;
  #checkedAt = 0;
  #attempts = 0;
  #refusedAt = 0;

  constructor(app: App, { context, pod, container, settings, at, seed, ip, tag }: ProcessStart) {
    this.app = app;
    this.startedAt = at;
    this.#context = context;
    this.#pod = pod;
    this.#ip = ip;
    this.#settings = settings;
    this.log = new RunLog(app, seed, at);
    const { disks } = context.world.hidden;
    const place = `${pod.metadata.namespace}/${pod.metadata.name}`;
    this.#disk = disks.get(place) ?? {};
    const { keeps } = app;
    // A database takes its password from the environment once, when it initialises its files.
    if (keeps && !(keeps in this.#disk)) disks.set(place, Object.assign(this.#disk, { [keeps]: settings.env[keeps] ?? '' }));
    const planned = plannedExit({ app, tag, pod, container, settings, failure: this.#failure, at });
    if (!planned) return;
    for (const { level, text } of planned.output) this.log.add(planned.at - 1, level, text);
    this.#exit = { at: planned.at, code: planned.code, reason: planned.reason };
  }

  /** How it ended, if it has by `now`. */
  exited(now: number): Exit | undefined {
    return this.#exit && this.#exit.at <= now ? this.#exit : undefined;
  }

  listensOn(port: number): boolean {
    return this.#up && this.app.ports.some((one) => one.port === port);
  }

  /** The status code of an HTTP request to it, or the start of its response if the port does not speak HTTP. */
  answer(port: number, path: string): number | string {
    const served = this.app.ports.find((one) => one.port === port);
    if (served?.protocol !== 'http') return served?.greeting ?? '\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x05\\x00\\x00@\\x00';
    if (!served.paths) return path === '/' || path.startsWith('/api') ? 200 : 404;
    const meaning = served.paths[path];
    if (!meaning) return 404;
    return meaning === 'alive' || this.#ready ? 200 : 503;
  }

  /** Whether it does its work: the result of its own check command. */
  get healthy(): boolean {
    return this.#up && this.#ready;
  }

  /**
   * Why it refuses a client that connects with a URL; undefined if it accepts it. Texts are PostgreSQL's, as its Go driver
   * quotes them.
   */
  refusal(url: string): string | undefined {
    if (this.#failure?.type === 'connections-used-up') return this.#refuse('53300', 'sorry, too many clients already');
    const [, user, password] = /^[a-z]+:\/\/([^:@/]+):([^@/]+)@/.exec(url) ?? [];
    if (!this.app.keeps || password === undefined || password === this.#disk[this.app.keeps]) return undefined;
    return this.#refuse('28P01', `password authentication failed for user "${user}"`);
  }

  /** Why it refuses a client's writes. */
  writeRefusal(): string | undefined {
    if (this.#failure?.type !== 'read-only') return undefined;
    const text = 'cannot execute INSERT in a read-only transaction';
    this.#logRefusal('error', text);
    return `ERROR: ${text} (SQLSTATE 25006)`;
  }

  /** Runs up to `now`: starts listening, checks its dependencies, or ends. */
  live(now: number): void {
    if (this.exited(now)) return;
    const failure = this.#failure;
    if (failure?.type === 'crash' && now - this.startedAt >= failure.after)
      this.#end(now, failure.code, failure.lines, this.app.style === 'klog' ? 'fatal' : 'raw');
    if (failure?.type === 'disk-full' && this.app.writesTo && this.#up) this.#end(now, 1, [this.app.writesTo.full]);
    if (this.exited(now)) return;
    const wasUp = this.#up;
    this.#up = now - this.startedAt >= this.app.startup;
    if (this.#up && !wasUp) {
      const taken = this.app.ports.find(({ port }) => this.#context.network.taken(this.#ip, port, this));
      if (taken) this.#end(now, 1, [`listen tcp :${taken.port}: bind: address already in use`]);
    }
    if (
      this.exited(now) ||
      !this.#up ||
      now - this.#checkedAt < CHECK_EVERY ||
      this.app.dependencies.length + this.app.permissions.length === 0
    )
      return;
    this.#checkedAt = now;
    this.#checkDependencies(now);
  }

  /** Sends it SIGTERM: it exits within `grace` ms, or is killed. */
  stop(now: number, grace: number): void {
    const { code, after } = this.app.stop;
    const at = now + Math.min(after, grace);
    this.#exit = after <= grace ? { at, code, reason: code === 0 ? 'Completed' : 'Error' } : { at, code: 137, reason: 'Error' };
    this.log.add(now, 'info', 'received SIGTERM, shutting down');
  }

  get #failure(): ProgramFailure | undefined {
    const { world, node } = this.#context;
    return world.hidden.failureOf(this.app.image.slice(this.app.image.lastIndexOf('/') + 1), node);
  }

  /** Checks its dependencies and permissions. */
  #checkDependencies(now: number): void {
    const failing = new Set<string>();
    let fatal: string | undefined;
    let ready = true;
    const fails = (text: string, failure: Dependency['failure']) => {
      failing.add(text);
      this.log.failWith(now, text);
      if (failure !== 'log') ready = false;
      if (failure === 'fatal') fatal = text;
    };
    for (const permission of this.app.permissions) {
      if (this.#granted.has(permission)) continue;
      const refusal = permissionError(this.#context.world, this.#pod, permission);
      if (!refusal) this.#granted.add(permission);
      else fails(permission.line.replace('{refusal}', refusal), 'ready');
    }
    for (const { variable, failure, line, writeLine } of this.app.dependencies) {
      const value = this.#settings.env[variable];
      const filledIn = (text: string, error: string) =>
        text.replace('{address}', value ? addressOf(value) : variable).replace('{error}', error);
      const { error, server } = value ? this.#context.network.open(this.#pod, value) : { error: `variable ${variable} is not set` };
      const refused = error ?? (value ? server?.refusal(value) : undefined);
      if (refused) {
        fails(filledIn(line, refused), failure);
        continue;
      }
      const writeRefused = writeLine && server?.writeRefusal();
      if (writeRefused) fails(filledIn(writeLine, writeRefused), 'log');
    }
    this.log.recover(now, failing);
    this.#ready = ready;
    this.#attempts = fatal ? this.#attempts + 1 : 0;
    if (fatal && this.#attempts >= FATAL_ATTEMPTS) this.#end(now, 1, [fatal]);
  }

  #end(at: number, code: number, lines: readonly string[], level: 'fatal' | 'raw' = 'fatal'): void {
    this.#up = false;
    for (const text of lines) this.log.add(at, level, text);
    this.#exit = { at, code, reason: code === 0 ? 'Completed' : 'Error' };
  }

  #refuse(state: string, text: string): string {
    this.#logRefusal('fatal', text);
    return `failed SASL auth: FATAL: ${text} (SQLSTATE ${state})`;
  }

  #logRefusal(level: 'fatal' | 'error', text: string): void {
    const now = this.#context.world.now();
    if (now - this.#refusedAt < REFUSALS_LOGGED_EVERY) return;
    this.#refusedAt = now;
    this.log.add(now, level, text);
  }
}

interface ProcessStart {
  context: NodeContext;
  pod: Obj;
  container: Obj['spec'];
  settings: Settings;
  /** When it starts, epoch ms. */
  at: number;
  /** Makes its log lines unique. */
  seed: string;
  /** The pod's IP. */
  ip: string;
  /** The image's tag. */
  tag: string;
}

function addressOf(value: string): string {
  const { host, port } = parseAddress(value);
  return `${host}:${port}`;
}
