/** How a program (an image) behaves when the simulated kubelet runs it. */
export interface App {
  /** The image without its tag. */
  image: string;
  tags: string[];
  /** The registry requires credentials for it. */
  private?: boolean;
  megabytes: number;
  /** The user that it runs as by default; 0 is root. */
  user: number;
  /** The commands that the image contains; omitted: any. */
  programs?: string[];
  /** The ports it listens on once it is up; `paths` of an HTTP port are its health endpoints. */
  ports: Port[];
  /** ms from its start until it listens. */
  startup: number;
  /** The memory that it needs, in MiB: it is killed under a lower limit. */
  memory: number;
  /** What it requires of its environment and files; the first invalid setting ends it with exit code 1. */
  settings: Setting[];
  dependencies: Dependency[];
  style: LogStyle;
  /** A variable that a database reads once, when it initialises its files, and then keeps: its password. */
  keeps?: string;
  /** The API permissions that it needs; without them it is not ready and logs an error. */
  permissions: ApiPermission[];
  /** A directory of a volume that must be writable. */
  writesTo?: { path: string; denied: string[]; full: string };
  /** Broken tags: exit code and output of a program that fails at startup. */
  defects: Record<string, { code: number; lines: string[] }>;
  /** Log lines of normal operation; `{name}` is replaced by something that varies. */
  work: string[];
  /** Log lines at startup. */
  banner: string[];
  /** The approximate time between two log lines, in ms. */
  every: number;
  /** Exit code after SIGTERM, and how many ms that takes. */
  stop: { code: number; after: number };
  /** ms after which it has finished and exits with 0. */
  runs?: number;
}

export interface Port {
  port: number;
  protocol: 'http' | 'tcp' | 'grpc';
  /** The response to an HTTP request on a port that does not speak HTTP. */
  greeting?: string;
  paths?: Record<string, 'alive' | 'ready'>;
}

export type LogStyle = 'json' | 'pino' | 'plain' | 'python' | 'spring' | 'klog' | 'redis' | 'postgres' | 'coredns';

export interface Setting {
  /** An environment variable, or the path of a file (begins with /). */
  name: string;
  /** The error that the program prints for an invalid value, or undefined. */
  problem(value: string | undefined): string | undefined;
  /** The problem is printed as it is, not in the program's log format. */
  raw?: boolean;
}

export interface Dependency {
  /** The variable that contains host:port or a URL. */
  variable: string;
  /** The effect of a failure: errors in the log, loss of readiness, or the end of the program. */
  failure: 'log' | 'ready' | 'fatal';
  /** The log line for a failure; {address} and {error} are filled in. */
  line: string;
  /** The log line if the dependency refuses writes. */
  writeLine?: string;
}

/** A permission in the Kubernetes API. */
export interface ApiPermission {
  verb: string;
  group: string;
  resource: string;
  /** The log line if it is denied; {refusal} is filled in. */
  line: string;
}

const HEALTH: Port = { port: 8081, protocol: 'http', paths: { '/healthz': 'alive', '/readyz': 'ready' } };

/** An app with the usual defaults: HTTP on 8080, health on 8081, JSON logs. */
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

/** A required setting. */
export function required(name: string): Setting {
  return { name, problem: (value) => (value ? undefined : `config: required setting ${name} is not set`) };
}

/** A required setting that must be a number. */
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
