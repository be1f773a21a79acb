import { dig, fields, items, number, text, time } from '#lib/kubernetes/fields.ts';
import { condition, type KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { Rollup } from '../rollup.ts';
import type { Moment, Played } from './product.ts';
import { nameOf, type Run, type SeenObject, type Trouble } from './replay.ts';

/** The bars: a right incident opens this soon after the first sign, and its onset is this close to it, in seconds. */
export const BARS = { openedWithin: 10, onsetWithin: 5 };

/** How the product met one trouble. Undefined: not known, as when the run ends before it or does not tell. Times in seconds. */
export interface TroubleResult {
  trouble: string;
  /** An incident had the right first cause at some time. */
  right: boolean;
  openedAfter: number | undefined;
  rightAfter: number | undefined;
  incidents: number;
  closedAfterRecovery: boolean | undefined;
  onsetError: number | undefined;
  causeAtOpening: string | undefined;
  causeAtEnd: string | undefined;
  rightAtEnd: boolean;
}

/** How the product met the troubles of a run. */
export interface RunResult {
  id: string;
  troubles: TroubleResult[];
  /** Incidents that belong to no trouble; undefined where the troubles of the run are not known. */
  falseAlarms: string[] | undefined;
  refused: number;
}

/** A cluster does not stand still: what opens this long after the last line of a run is made by its end. */
const AFTER_END_MS = 15_000;

export function judgeRun(run: Run, played: Played): RunResult {
  const scene = sceneOf(run);
  const byIncident = new Map<string, Moment[]>();
  for (const moment of played.moments) byIncident.set(moment.id, [...(byIncident.get(moment.id) ?? []), moment]);
  const incidents = [...byIncident.values()].filter(([first]) => first!.at <= played.endedAt + AFTER_END_MS);
  const mine = run.troubles.map((trouble) => incidents.filter((moments) => moments.some((one) => concerns(scene, trouble, one.diagnosis))));
  const known = new Set(mine.flat());
  return {
    id: run.id,
    troubles: run.troubles.map((trouble, index) => judgeTrouble(scene, trouble, mine[index]!, played.endedAt)),
    falseAlarms: run.isLabelled ? incidents.filter((one) => !known.has(one)).map((moments) => moments.at(-1)!.title) : undefined,
    refused: played.refused.length,
  };
}

function judgeTrouble(scene: Scene, trouble: Trouble, incidents: Moment[][], endedAt: number): TroubleResult {
  const firstSign = trouble.firstSign ?? firstSignOf(scene, trouble);
  const after = (at: number | undefined) => (at === undefined || firstSign === undefined ? undefined : seconds(at - firstSign));
  const rights = incidents.flatMap((moments) => moments.filter(({ diagnosis }) => isRight(scene, trouble, diagnosis)).slice(0, 1));
  const [right] = rights.toSorted((a, b) => a.at - b.at);
  const main = right ? incidents.find((moments) => moments[0]!.id === right.id)! : incidents[0];
  const [first, last] = [main?.[0], main?.at(-1)];
  const isOver = trouble.recovered !== undefined && trouble.recovered <= endedAt;
  return {
    trouble: nameOf(trouble),
    right: right !== undefined,
    openedAfter: after(first?.at),
    rightAfter: after(right?.at),
    incidents: incidents.length,
    closedAfterRecovery: isOver ? last?.status === 'closed' && last.at >= trouble.recovered! : undefined,
    onsetError: last && firstSign !== undefined ? seconds(last.openedAt - firstSign) : undefined,
    causeAtOpening: causeOf(first),
    causeAtEnd: causeOf(last),
    rightAtEnd: last !== undefined && isRight(scene, trouble, last.diagnosis),
  };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;

function causeOf(moment: Moment | undefined): string | undefined {
  const cause = moment?.diagnosis.causes[0];
  return moment && (cause ? `${cause.code} of ${shown(cause.object)} (${cause.tier})` : 'unknown');
}

/** What a run says about its objects. */
interface Scene {
  run: Run;
  rollup: Rollup;
}

function sceneOf(run: Run): Scene {
  const newest = new Map<string, KubernetesObject>();
  for (const { op, object } of objectsOf(run)) {
    const key = keyOf(ref(String(object.kind), text(dig(object, 'metadata', 'namespace')), String(dig(object, 'metadata', 'name'))));
    if (op === 'upsert' && object.kind !== 'Event') newest.set(key, object);
  }
  return { run, rollup: new Rollup([...newest.values()], '') };
}

function objectsOf({ seen }: Run): SeenObject[] {
  return seen.flatMap((one) => ('object' in one ? [one] : []));
}

function wantedBy({ rollup }: Scene, { object, objects }: Trouble): Set<string> {
  return new Set([object, ...objects].flatMap((one) => (typeof one === 'string' ? [one] : [...rollup.namesOf(one)])));
}

function isRight(scene: Scene, trouble: Trouble, { causes }: Diagnosis): boolean {
  const [first] = causes;
  const wanted = wantedBy(scene, trouble);
  return (
    first !== undefined && trouble.accepted.includes(first.code) && [...scene.rollup.namesOf(first.object)].some((name) => wanted.has(name))
  );
}

/** Whether a diagnosis is about a trouble: its first cause or something that fails is one of the objects at fault. */
function concerns(scene: Scene, trouble: Trouble, { causes, symptoms }: Diagnosis): boolean {
  const wanted = wantedBy(scene, trouble);
  const named = [...causes.slice(0, 1), ...symptoms].map(({ object }) => object);
  return named.some((object) => [...scene.rollup.namesOf(object)].some((name) => wanted.has(name)));
}

/** The first time at which the run shows that something is wrong with an object at fault: a warning, or the state of a pod. */
function firstSignOf(scene: Scene, trouble: Trouble): number | undefined {
  const wanted = wantedBy(scene, trouble);
  const begin = scene.run.seen[0]!.at;
  const is = (kind: string, namespace: string | undefined, name: string) =>
    [...scene.rollup.namesOf(ref(kind, namespace, name))].some((one) => wanted.has(one));
  for (const { at, op, object } of objectsOf(scene.run)) {
    const metadata = fields(object.metadata);
    const about = fields(object.involvedObject);
    const told = time(object.lastTimestamp) ?? time(object.eventTime) ?? at;
    if (object.kind === 'Event') {
      // An autoscaler warns of the metrics that it lacks at first; that is no sign of other troubles.
      if (
        object.type === 'Warning' &&
        about.kind !== 'HorizontalPodAutoscaler' &&
        told >= begin &&
        is(String(about.kind), text(about.namespace), String(about.name))
      )
        return told;
    } else if (op === 'upsert' && isFailing(object) && is(String(object.kind), text(metadata.namespace), String(metadata.name))) return at;
  }
  return undefined;
}

function isFailing(object: KubernetesObject): boolean {
  if (object.kind === 'HorizontalPodAutoscaler') {
    const [desired, most] = [number(dig(object, 'status', 'desiredReplicas')), number(dig(object, 'spec', 'maxReplicas'))];
    return desired !== undefined && most !== undefined && desired >= most;
  }
  return object.kind === 'Pod' && isFailingPod(object);
}

function isFailingPod(pod: KubernetesObject): boolean {
  if (dig(pod, 'status', 'phase') === 'Failed' || condition(pod, 'PodScheduled')?.status === 'False') return true;
  return items(dig(pod, 'status', 'containerStatuses')).some(({ state }) => {
    const reason = text(dig(state, 'waiting', 'reason')) ?? 'ContainerCreating';
    return !['ContainerCreating', 'PodInitializing'].includes(reason) || (number(dig(state, 'terminated', 'exitCode')) ?? 0) !== 0;
  });
}

/** How many troubles met each bar, of those of which it is known. */
export interface Totals {
  runs: number;
  troubles: number;
  right: number;
  openedInTime: number;
  one: number;
  closed: { of: number; met: number };
  onset: { of: number; met: number };
  rightAtEnd: number;
  falseAlarms: number;
}

export function totalsOf(results: readonly RunResult[]): Totals {
  const all = results.flatMap(({ troubles }) => troubles);
  const count = (met: (one: TroubleResult) => boolean) => all.filter(met).length;
  return {
    runs: results.length,
    troubles: all.length,
    right: count(({ right }) => right),
    openedInTime: count(({ rightAfter }) => rightAfter !== undefined && rightAfter <= BARS.openedWithin),
    one: count(({ incidents }) => incidents === 1),
    closed: {
      of: count(({ closedAfterRecovery }) => closedAfterRecovery !== undefined),
      met: count(({ closedAfterRecovery }) => closedAfterRecovery === true),
    },
    onset: {
      of: count(({ onsetError }) => onsetError !== undefined),
      met: count(({ onsetError }) => onsetError !== undefined && Math.abs(onsetError) <= BARS.onsetWithin),
    },
    rightAtEnd: count(({ rightAtEnd }) => rightAtEnd),
    falseAlarms: results.reduce((sum, { falseAlarms }) => sum + (falseAlarms?.length ?? 0), 0),
  };
}
