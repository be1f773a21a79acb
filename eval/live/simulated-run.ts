import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { LogError } from '#simulators/kubernetes/cluster/index.ts';
import { type DrivenCluster, drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { problems } from '#simulators/kubernetes/cluster/testing/health.ts';
import { KINDS } from '#simulators/kubernetes/store/kinds.ts';
import type { Run, Seen, SeenObject } from './replay.ts';

/** How long the simulated cluster is watched while it is well, while it fails, and after it has recovered, in seconds. */
const WELL_S = 40;
const FAILING_S = 90;
const RECOVERY_LIMIT_S = 400;
/** Errors in a log count for a while after the last one, so that it takes longer to see that they are over. */
const RECOVERED_S = 120;
/** The most lines of a container in a second. */
const MAX_LINES = 20;
/** Old enough that nothing of the cluster's own start is in its logs and events. */
const AGE_MS = 110_000;

/** The names of the faults that can be simulated. */
export function simulatedFaults(): string[] {
  return drivenCluster()
    .cluster.faults.list()
    .map(({ name }) => name);
}

/** A run of the simulated cluster in which faults begin together and are then repaired. */
export function simulatedRun(faults: readonly string[]): Run {
  const driven = drivenCluster({ age: AGE_MS });
  const { store, cluster, clock } = driven;
  driven.until('all is well', () => problems(store).length === 0, 120);
  const seen: Seen[] = [];
  // A copy: the simulated API server keeps writing to its objects.
  const note = (op: SeenObject['op'], object: unknown) =>
    seen.push({ at: clock.now(), op, object: structuredClone(object) as KubernetesObject });
  for (const { kind } of KINDS) for (const object of store.list(kind)) note('upsert', object);
  store.listen(({ type, object }) => note(type === 'DELETED' ? 'delete' : 'upsert', object));
  const pass = (s: number) => {
    for (let passed = 0; passed < s; passed++) {
      driven.pass(1);
      seen.push(...newLines(driven));
    }
  };
  pass(WELL_S);
  const expected = cluster.faults.list().filter(({ name }) => faults.includes(name));
  const commands: Run['commands'] = [];
  const order = (command: string) => commands.push({ at: clock.now(), command });
  for (const { name } of expected) {
    cluster.faults.on(name);
    order(`fault ${name} on`);
  }
  pass(FAILING_S);
  for (const { name } of expected) {
    cluster.faults.off(name);
    order(`fault ${name} off`);
  }
  const recovered = recoveryOf(driven, pass);
  pass(RECOVERED_S);
  const troubles = expected.map(({ expected: { code, object } }) => ({
    object,
    objects: [],
    accepted: [code],
    namespaces: [],
    firstSign: undefined,
    recovered,
  }));
  return { id: faults.join('+'), seen, commands, troubles, isLabelled: true };
}

/** When everything in a cluster is well again, epoch ms; undefined if it is not within the limit. */
function recoveryOf(driven: DrivenCluster, pass: (s: number) => void): number | undefined {
  for (let waited = 0; waited < RECOVERY_LIMIT_S; waited++) {
    pass(1);
    if (problems(driven.store).length === 0) return driven.clock.now();
  }
  return undefined;
}

/** The lines that containers wrote within the last second. */
function newLines({ store, cluster, clock }: DrivenCluster): Seen[] {
  return store.list('Pod').flatMap(({ metadata: { namespace = '', name }, spec }) =>
    (spec.containers as { name: string }[]).flatMap(({ name: container }): Seen[] => {
      try {
        const lines = cluster.logs.lines(namespace, name, container, { previous: false, tailLines: MAX_LINES, timestamps: true });
        return lines.flatMap((line): Seen[] => {
          const at = Date.parse(line.slice(0, 24));
          const log = { namespace, pod: name, container, line: line.slice(line.indexOf(' ') + 1) };
          return at > clock.now() - 1_000 && at <= clock.now() ? [{ at: clock.now(), log }] : [];
        });
      } catch (error) {
        // A container that has not run has no log.
        if (error instanceof LogError) return [];
        throw error;
      }
    }),
  );
}
