/** How a process ended. */
export interface Exit {
  at: number;
  code: number;
  reason: 'Completed' | 'Error' | 'OOMKilled' | 'StartError';
}

/** The environment and files a container was started with. */
export interface Settings {
  env: Record<string, string>;
  /** Content of mounted files by path. */
  files: Record<string, string>;
}
