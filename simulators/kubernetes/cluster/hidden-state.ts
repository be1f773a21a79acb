/** A failure of a program that no object of the API describes. */
export type ProgramFailure =
  /** It prints these lines and exits once it has run for `after` ms. */
  | { type: 'crash'; after: number; code: number; lines: readonly string[] }
  /** A database that accepts no writes. */
  | { type: 'read-only' }
  /** A database whose connections are all in use. */
  | { type: 'connections-used-up' }
  /** A program whose volume is full. */
  | { type: 'disk-full' };

/** A failure of a part of a machine. */
export type NodeFailure = 'runtime-down' | 'network-not-ready' | 'disk-pressure' | 'memory-pressure';

/** State that no object of the API describes: of programs, machines, registries, external systems and disks. */
export class HiddenState {
  /** Failures of programs, by the last part of their image's name; `<name>@<node>` for those on one node. */
  readonly programs = new Map<string, ProgramFailure>();
  readonly nodes = new Map<string, NodeFailure>();
  /** Unreachable hosts outside the cluster, including registries, with the error of a connection to them. */
  readonly outages = new Map<string, string>();
  /** What programs keep on disk, by pod of a StatefulSet. */
  readonly disks = new Map<string, Record<string, string>>();

  /** The failure of a program on a node. */
  failureOf(program: string, node: string): ProgramFailure | undefined {
    return this.programs.get(`${program}@${node}`) ?? this.programs.get(program);
  }

  /** Sets an entry; returns a function that removes it. */
  set<Value>(of: Map<string, Value>, key: string, value: Value): () => void {
    of.set(key, value);
    return () => void of.delete(key);
  }
}
