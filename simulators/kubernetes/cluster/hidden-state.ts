/** What ails a program without any object of the API saying so. */
export type ProgramFailure =
  /** It says these lines and ends, whenever it has run for `after` ms. */
  | { type: 'crash'; after: number; code: number; lines: readonly string[] }
  /** A database that takes no writes. */
  | { type: 'read-only' }
  /** A database whose connections are all in use. */
  | { type: 'connections-used-up' }
  /** A program that finds no room on its volume. */
  | { type: 'disk-full' };

/** What is wrong with a part of a machine; `since` epoch ms. */
export type NodeFailure = 'runtime-down' | 'network-not-ready' | 'disk-pressure' | 'memory-pressure';

/** The state of what no object of the API describes: programs, machines, registries, systems outside, the content of disks. */
export class HiddenState {
  /** What ails programs, by the last part of their image's name; `<name>@<node>` for those of one node. */
  readonly programs = new Map<string, ProgramFailure>();
  readonly nodes = new Map<string, NodeFailure>();
  /** Hosts outside of the cluster that do not answer, registries among them, with what a connection meets. */
  readonly outages = new Map<string, string>();
  /** What programs keep on disk, by pod of a StatefulSet. */
  readonly disks = new Map<string, Record<string, string>>();

  /** What ails a program on a node. */
  failureOf(program: string, node: string): ProgramFailure | undefined {
    return this.programs.get(`${program}@${node}`) ?? this.programs.get(program);
  }

  /** Sets a condition; gives what takes it away again. */
  set<Value>(of: Map<string, Value>, key: string, value: Value): () => void {
    of.set(key, value);
    return () => void of.delete(key);
  }
}
