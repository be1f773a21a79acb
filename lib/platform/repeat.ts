/** Work that is repeated; `stop` ends that and waits for a run in progress. */
export interface Repeated {
  stop(): Promise<void>;
}

/**
 * Does some work at once, and again `everyMs` after each run has ended, until it is stopped. A run that fails goes to `onError` and
 * does not end the repetition.
 */
export function repeat(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  async function run(): Promise<void> {
    try {
      await work();
    } catch (error) {
      onError(error);
    }
    if (!isStopped) timer = setTimeout(() => (running = run()), everyMs);
  }
  let running = run();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
