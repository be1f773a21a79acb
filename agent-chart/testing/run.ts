import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What a program said and how it ended. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. `folder` comes first on its PATH; helm keeps its cache and configuration under `home`. */
export function run(folder: string, home: string, program: string, args: readonly string[]): Promise<Ran> {
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
  };
  return new Promise((resolve) => {
    execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
