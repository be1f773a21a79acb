/** What of a container's log is asked for: the query of pods/log. */
export interface LogOptions {
  /** The container that ran before the present one. */
  previous: boolean;
  /** Goes on with lines as they are written, until `signal` ends it or the container does. */
  follow: boolean;
  /** Each line begins with its RFC 3339 time. */
  timestamps: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  limitBytes?: number;
  signal: AbortSignal;
}

/** Where the logs of containers come from. */
export interface LogSource {
  /**
   * The lines of a container's log, without line ends. Throws (at the first line or at once) an error with the reason
   * BadRequest and the kubelet's text where there is no log: `previous terminated container "x" in pod "y" not found`,
   * `container "x" in pod "y" is waiting to start: ContainerCreating`.
   */
  lines(namespace: string, pod: string, container: string, options: LogOptions): Iterable<string> | AsyncIterable<string>;
}
