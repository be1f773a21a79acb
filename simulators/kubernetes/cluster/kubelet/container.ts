import type { Obj } from '../../store/object.ts';
import { hexOf } from '../api-machinery/names.ts';
import type { Image } from '../apps/catalogue.ts';
import { RunLog } from '../logs/run-log.ts';
import { backOffAfter, goDuration } from '../times.ts';
import { containerStatus, type Ended } from './container-status.ts';
import type { Waiting } from './images.ts';
import type { NodeContext } from './node-context.ts';
import { Probe, type ProbeType } from './probes.ts';
import { Process } from './process.ts';
import type { Exit } from './run.ts';
import { settingsOf } from './settings.ts';
import { commandProblem, securityProblem } from './start.ts';

/** One container of a pod on its node: pulled, configured, started, probed, killed, restarted with back-off. */
export class Container {
  readonly name: string;
  readonly init: boolean;
  readonly #context: NodeContext;
  readonly #spec: Obj['spec'];
  #state: 'waiting' | 'running' | 'ended' = 'waiting';
  #waiting: Waiting = { reason: 'ContainerCreating' };
  #process: Process | undefined;
  #image: Image | undefined;
  #runs = 0;
  #id = '';
  #ended: Ended | undefined;
  #before: Ended | undefined;
  #probes: Probe[] = [];
  #crashes = 0;
  #crashedAt = 0;
  #reportedAt = 0;
  #nextAttempt = 0;
  #stopping = false;
  #ip = '';

  /** `staged`: the pod has init containers. */
  constructor(context: NodeContext, spec: Obj['spec'], { init, staged }: { init: boolean; staged: boolean }) {
    this.#context = context;
    this.#spec = spec;
    this.name = spec.name;
    this.init = init;
    if (staged) this.#waiting = { reason: 'PodInitializing' };
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  /** How it ended, if it has and is not running again. */
  get exit(): Exit | undefined {
    return this.#state === 'ended' ? this.#ended?.exit : undefined;
  }

  /** Whether it counts as ready: running, and its readiness probe (if any) has passed. */
  get ready(): boolean {
    if (this.init) return this.exit?.code === 0;
    return this.running && this.started && (this.#probe('readiness')?.passed ?? true);
  }

  get started(): boolean {
    return this.running && (this.#probe('startup')?.passed ?? true);
  }

  /** Lets the program run up to now, whether or not the kubelet is working. */
  live(): void {
    this.#process?.live(this.#context.world.now());
  }

  /** One round of the kubelet: handles an exit, runs the probes, and starts the container if it should run. */
  sync(pod: Obj, ip: string): void {
    this.#ip = ip;
    if (this.#state === 'running') this.#supervise(pod);
    if (this.#state === 'ended' && this.#mayRestart(pod)) this.#backOffOrStart(pod);
    else if (this.#state === 'waiting' && !pod.metadata.deletionTimestamp) this.#start(pod);
  }

  /** Sends it SIGTERM. */
  stop(pod: Obj, message: string, graceMs: number): void {
    if (!this.running || this.#stopping) return;
    this.#stopping = true;
    this.#recordEvent(pod, 'Normal', 'Killing', message);
    this.#process?.stop(this.#context.world.now(), graceMs);
  }

  /** Removes it from the node. */
  remove(): void {
    if (this.#process) this.#context.network.detach(this.#ip, this.#process);
  }

  /** The log of the current or last run, or with `previous` of the run before it. */
  log(previous: boolean): RunLog | undefined {
    if (previous) return this.#state === 'running' ? this.#ended?.log : this.#before?.log;
    return this.#state === 'running' ? this.#process?.log : this.#ended?.log;
  }

  /** Its containerStatus. */
  status(): Obj['status'] {
    return containerStatus(this.#spec, {
      state: this.#state,
      waiting: this.#waiting,
      startedAt: this.#process?.startedAt,
      containerId: this.#id,
      ended: this.#ended,
      before: this.#before,
      image: this.#image,
      restarts: Math.max(0, this.#runs - 1),
      ready: this.ready,
      started: this.init ? this.running : this.started,
    });
  }

  #probe(type: ProbeType): Probe | undefined {
    return this.#probes.find((one) => one.type === type);
  }

  #supervise(pod: Obj): void {
    const { world, network } = this.#context;
    const process = this.#process;
    if (!process) return;
    const exit = process.exited(world.now());
    if (exit) {
      this.#end(process, exit);
      return;
    }
    if (this.#stopping) return;
    const startup = this.#probe('startup');
    for (const probe of startup && !startup.passed ? [startup] : this.#probes.filter((one) => one !== startup)) {
      const problem = probe.run(world.now(), { pod, container: this.#spec, ip: this.#ip, process, network });
      if (problem) this.#recordEvent(pod, 'Warning', 'Unhealthy', problem);
      if (probe.hasFailed)
        this.stop(
          pod,
          `Container ${this.name} failed ${probe.type} probe, will be restarted`,
          (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000,
        );
    }
  }

  #end(process: Process, exit: Exit): void {
    this.#context.network.detach(this.#ip, process);
    process.log.end(exit.at);
    const fallback = this.#spec.terminationMessagePolicy === 'FallbackToLogsOnError' && exit.code !== 0;
    const lines = fallback ? process.log.entries(exit.at).slice(-5) : [];
    this.#before = this.#ended;
    this.#ended = {
      exit,
      startedAt: process.startedAt,
      containerId: this.#id,
      log: process.log,
      ...(lines.length > 0 && { message: `${lines.map((one) => one.text).join('\n')}\n`.slice(-2048) }),
    };
    this.#state = 'ended';
    this.#process = undefined;
    this.#probes = [];
    this.#stopping = false;
    this.#waiting = { reason: '' };
  }

  #mayRestart(pod: Obj): boolean {
    if (pod.metadata.deletionTimestamp) return false;
    const failed = this.#ended?.exit.code !== 0;
    if (this.init) return failed && pod.spec.restartPolicy !== 'Never';
    return pod.spec.restartPolicy === 'Always' || (pod.spec.restartPolicy === 'OnFailure' && failed);
  }

  #backOffOrStart(pod: Obj): void {
    const { world } = this.#context;
    const finished = this.#ended?.exit.at ?? 0;
    if (world.now() - finished < world.times.restartDelay) return;
    if (this.#crashes > 0 && finished - this.#crashedAt > 2 * world.times.crashBackOff.max) this.#crashes = 0;
    const wait = this.#crashes > 0 ? backOffAfter(world.times.crashBackOff, this.#crashes) : 0;
    if (world.now() - finished < wait) {
      const id = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
      if (this.#waiting.reason !== 'CrashLoopBackOff' || world.now() - this.#reportedAt >= world.times.podSync) {
        this.#reportedAt = world.now();
        this.#recordEvent(pod, 'Warning', 'BackOff', `Back-off restarting failed container ${this.name} in pod ${id}`);
      }
      this.#waiting = {
        reason: 'CrashLoopBackOff',
        message: `back-off ${goDuration(wait)} restarting failed container=${this.name} pod=${id}`,
      };
      return;
    }
    this.#start(pod);
  }

  #start(pod: Obj): void {
    const { world, images, network } = this.#context;
    const now = world.now();
    if (now < this.#nextAttempt) return;
    const recordEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => this.#recordEvent(pod, type, reason, message);
    const image = images.ensure(pod, this.#spec, recordEvent);
    if (!('app' in image)) {
      if (image.reason) this.#waiting = image as Waiting;
      return;
    }
    const { app, name: imageName } = image as Image;
    const securityError = securityProblem(app, pod, this.#spec);
    const settings = securityError ? { error: securityError } : settingsOf(world, pod, this.#spec);
    if ('error' in settings) {
      this.#nextAttempt = now + world.times.podSync;
      this.#waiting = { reason: 'CreateContainerConfigError', message: settings.error };
      this.#recordEvent(pod, 'Warning', 'Failed', `Error: ${settings.error}`);
      return;
    }
    if (this.#ended) {
      this.#crashes += 1;
      this.#crashedAt = now;
    }
    this.#image = image as Image;
    this.#runs += 1;
    const seed = `${pod.metadata.uid}/${this.name}/${this.#runs}`;
    this.#id = `containerd://${hexOf(seed)}`;
    const commandError = commandProblem(app, this.#spec);
    if (commandError) {
      this.#failToStart(pod, app, commandError, seed);
      return;
    }
    const tag = imageName.slice(imageName.lastIndexOf(':') + 1);
    this.#process = new Process(app, { context: this.#context, pod, container: this.#spec, settings, at: now, seed, ip: this.#ip, tag });
    network.attach(this.#ip, this.#process);
    this.#state = 'running';
    this.#probes = (['startup', 'readiness', 'liveness'] as const).flatMap((type) => {
      const spec = this.#spec[`${type}Probe`];
      return spec ? [new Probe(type, spec, now)] : [];
    });
    this.#recordEvent(pod, 'Normal', 'Created', `Created container: ${this.name}`);
    this.#recordEvent(pod, 'Normal', 'Started', `Started container ${this.name}`);
  }

  /** The runtime has created the container but cannot start its command: the kubelet reports exit code 128 without times. */
  #failToStart(pod: Obj, app: Image['app'], message: string, seed: string): void {
    const now = this.#context.world.now();
    this.#before = this.#ended;
    const log = new RunLog({ ...app, banner: [], work: [] }, seed, now);
    this.#ended = { exit: { at: now, code: 128, reason: 'StartError' }, startedAt: 0, containerId: this.#id, log, message };
    this.#state = 'ended';
    this.#waiting = { reason: 'RunContainerError', message };
    this.#recordEvent(pod, 'Normal', 'Created', `Created container: ${this.name}`);
    this.#recordEvent(pod, 'Warning', 'Failed', `Error: ${message}`);
  }

  #recordEvent(pod: Obj, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const fieldPath = `spec.${this.init ? 'initContainers' : 'containers'}{${this.name}}`;
    this.#context.world.events.record(pod, { type, reason, message, component: 'kubelet', host: this.#context.node, fieldPath });
  }
}
