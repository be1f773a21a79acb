/** What a program needs to know of itself to be run by the simulated kubelet: an image's behaviour. */
export interface App {
  /** Its image without the tag. */
  image: string;
  tags: string[];
  /** Its registry gives it only to those with credentials. */
  private?: boolean;
  megabytes: number;
  /** The user it runs as where nothing else is said; 0: root. */
  user: number;
  /** What the image can be told to run; left out: anything. */
  programs?: string[];
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
  /** A variable that a database reads once, when it makes its files, and keeps: its password. */
  keeps?: string;
  /** What it must be allowed to do with the Kubernetes API; without, it is not ready and says so. */
  permissions: ApiPermission[];
  /** A directory of a volume to which it must be able to write. */
  writesTo?: { path: string; denied: string[]; full: string };
  /** Tags whose program ends at its start, and what it says. */
  defects: Record<string, { code: number; lines: string[] }>;
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
  /** What it answers to one who speaks HTTP to it although it does not. */
  greeting?: string;
  paths?: Record<string, 'alive' | 'ready'>;
}

export type LogStyle = 'json' | 'pino' | 'plain' | 'python' | 'spring' | 'klog' | 'redis' | 'postgres' | 'coredns';

export interface Setting {
  /** An environment variable, or the path of a file (begins with /). */
  name: string;
  /** What the program says of a value it can't use, or undefined. */
  problem(value: string | undefined): string | undefined;
  /** The problem is printed as it is, without the program's log format. */
  raw?: boolean;
}

export interface Dependency {
  /** The variable that holds host:port or a URL. */
  variable: string;
  /** What its failure does: errors in the log; no longer ready; the program ends. */
  failure: 'log' | 'ready' | 'fatal';
  /** The log line of a failure; {address} and {error} are filled in. */
  line: string;
  /** The log line where the dependency takes no writes. */
  writeLine?: string;
}

/** A right of the Kubernetes API. */
export interface ApiPermission {
  verb: string;
  group: string;
  resource: string;
  /** Its log line where it is refused; {refusal} is filled in. */
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
    user: 65_532,
    settings: [],
    dependencies: [],
    permissions: [],
    defects: {},
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
