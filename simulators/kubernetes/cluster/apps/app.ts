/** What a program needs to know of itself to be run by the simulated kubelet: an image's behaviour. */
export interface App {
  /** Its image without the tag. */
  image: string;
  tags: string[];
  megabytes: number;
  /** Where it listens once it is up; `paths` of an HTTP port by what they tell. */
  ports: Port[];
  /** ms from its start until it listens. */
  startup: number;
  /** Memory that it needs, in MiB: a lower limit gets it killed. */
  memory: number;
  /** What it demands of its environment and files; the first that is wrong ends it with exit code 1. */
  settings: Setting[];
  dependencies: Dependency[];
  style: LogStyle;
  /** Lines of its normal work; `{name}` stands for something that varies. */
  work: string[];
  /** Lines at its start. */
  banner: string[];
  /** ms between two lines, about. */
  every: number;
  /** What it exits with when it is asked to stop, and after how many ms. */
  stop: { code: number; after: number };
  /** ms after which it has done its work and exits with 0. */
  runs?: number;
}

export interface Port {
  port: number;
  protocol: 'http' | 'tcp' | 'grpc';
  paths?: Record<string, 'alive' | 'ready'>;
}

export type LogStyle = 'json' | 'pino' | 'plain' | 'python' | 'spring' | 'klog' | 'redis' | 'postgres' | 'coredns';

export interface Setting {
  /** An environment variable, or the path of a file (begins with /). */
  name: string;
  /** What the program says of a value it can't use, or undefined. */
  problem(value: string | undefined): string | undefined;
}

export interface Dependency {
  /** The variable that holds host:port or a URL. */
  variable: string;
  /** What its failure does: errors in the log; no longer ready; the program ends. */
  failure: 'log' | 'ready' | 'fatal';
  /** The log line of a failure; {address} and {error} are filled in. */
  line: string;
}

const HEALTH: Port = { port: 8081, protocol: 'http', paths: { '/healthz': 'alive', '/readyz': 'ready' } };

/** An app with the usual: HTTP on 8080, health on 8081, JSON logs. */
export function service(app: Pick<App, 'image' | 'tags' | 'work'> & Partial<App>): App {
  return {
    megabytes: 64,
    ports: [{ port: 8080, protocol: 'http' }, HEALTH],
    startup: 900,
    memory: 64,
    settings: [],
    dependencies: [],
    style: 'json',
    banner: ['starting', 'listening on :8080'],
    every: 4_000,
    stop: { code: 0, after: 600 },
    ...app,
  };
}

/** A setting that must be there. */
export function required(name: string): Setting {
  return { name, problem: (value) => (value ? undefined : `config: required setting ${name} is not set`) };
}

/** A setting that must be a number; `reader` is the function that the program's language reports. */
export function numeric(name: string): Setting {
  return {
    name,
    problem(value) {
      if (!value) return `config: required setting ${name} is not set`;
      return Number.isNaN(Number(value))
        ? `config: ${name}: strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`
        : undefined;
    },
  };
}
