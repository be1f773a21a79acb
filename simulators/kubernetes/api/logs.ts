/** Which part of a container's log is requested: the query of pods/log. */
export interface LogOptions {
  /** The log of the previous run of the container. */
  previous: boolean;
  /** Continues with new lines as they are written, until `signal` aborts or the container ends. */
  follow: boolean;
  /** Each line starts with its RFC 3339 time. */
  timestamps: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  limitBytes?: number;
  signal: AbortSignal;
}

/** Provides the logs of containers. */
export interface LogSource {
  /**
   * The lines of a container's log, without line ends. If there is no log, throws (immediately or at the first line) an
   * error with the reason BadRequest and the kubelet's message: `previous terminated container "x" in pod "y" not found`,
   * `container "x" in pod "y" is waiting to start: ContainerCreating`.
   */
  lines(namespace: string, pod: string, container: string, options: LogOptions): Iterable<string> | AsyncIterable<string>;
}
