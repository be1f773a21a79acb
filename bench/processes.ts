import { readdirSync, readFileSync } from 'node:fs';

/** The resource usage of processes so far. Memory is the proportional set size (PSS). */
export interface Used {
  mebibytes: number;
  cpuSeconds: number;
}

/** The resource usage of a process and its descendants. Linux only. */
export function usedOf(root: number): Used {
  const parents = parentsOfAll();
  const family = [root];
  for (const one of family) family.push(...childrenOf(one, parents));
  let kibibytes = 0;
  let ticks = 0;
  for (const pid of family) {
    kibibytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
    const fields = read(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ');
    // utime and stime are the 14th and 15th fields of /proc/pid/stat (proc(5)), in hundredths of a second.
    ticks += Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  }
  return { mebibytes: kibibytes / 1024, cpuSeconds: ticks / 100 };
}

const NAMES = ['kafka', 'neo4j-1', 'neo4j-2', 'postgres'] as const;

/** The CPU time, in seconds, of each server that the process of scripts/servers.ts started, by its name. */
export function cpuOfServers(root: number): Record<string, number> {
  const all: Record<string, number> = {};
  for (const pid of childrenOf(root, parentsOfAll())) {
    const command = read(`/proc/${pid}/cmdline`) ?? '';
    const name = NAMES.find((one) => command.includes(`/.servers/${one}`));
    if (name) all[name] = (all[name] ?? 0) + usedOf(pid).cpuSeconds;
  }
  return all;
}

function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const status = /^\d+$/.test(name) ? read(`/proc/${name}/status`) : undefined;
    if (status) parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
  }
  return parents;
}

function childrenOf(pid: number, parents: Map<number, number>): number[] {
  return [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // the process has exited
  }
}
