import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { type DrivenCluster, drivenCluster } from './cluster/testing/driven.ts';
import { type History, historyOf } from './testing/history.ts';
import { pictureOf } from './testing/picture.ts';

/** As the live diagnosis has it. */
const LOOK_BACK_MS = 3_600_000;
/** By then a fault has shown all that it will; what only hangs takes minutes to be called stuck. */
const SHOWS_AFTER_S = 60;
const HANGS_AFTER_S = 360;
/** The logs speak of what was for a while. */
const HEALS_WITHIN_S = 300;
const LOOK_EVERY_S = 15;
/** Old enough that no log speaks of the cluster's own start any more. */
const AGE_MS = 110_000;

const FAULTS = drivenCluster().cluster.faults.list();

interface Answer {
  whole: Diagnosis;
  incidents: Diagnosis[];
}

/** What the engine says: of a dump, or with a history of what the live graph holds. */
function asked(driven: DrivenCluster, history?: History): Answer {
  const to = driven.clock.now();
  const window = { from: to - LOOK_BACK_MS, to };
  const picture = pictureOf(driven, history);
  return { whole: diagnose(picture, window), incidents: diagnoseGroups(picture, window) };
}

/** A cause as `code Kind/namespace/name`. */
function named({ code, object: { kind, namespace, name } }: Pick<RankedCause, 'code' | 'object'>): string {
  return `${code} ${kind}/${namespace ? `${namespace}/` : ''}${name}`;
}

const firstOf = ({ causes: [first] }: Diagnosis) => first && named(first);

function untilShown(driven: DrivenCluster, history: History): Answer {
  driven.pass(SHOWS_AFTER_S);
  const said = asked(driven, history);
  if (said.whole.verdict === 'incident') return said;
  driven.pass(HANGS_AFTER_S);
  return asked(driven, history);
}

function expectCalm(driven: DrivenCluster, history?: History): void {
  const { whole, incidents } = asked(driven, history);
  expect({ causes: whole.causes.map(named), symptoms: whole.symptoms, incidents: incidents.map(firstOf) }).toEqual({
    causes: [],
    symptoms: [],
    incidents: [],
  });
}

function expectHealed(driven: DrivenCluster, history: History): void {
  for (let waited = 0; asked(driven, history).whole.verdict === 'incident' && waited < HEALS_WITHIN_S; waited += LOOK_EVERY_S)
    driven.pass(LOOK_EVERY_S);
  expectCalm(driven, history);
  expectCalm(driven);
}

describe('of every fault that the cluster can show, the engine names first', () => {
  it.each(FAULTS)('$name: $expected.code of $expected.object.kind $expected.object.name', ({ name, expected }) => {
    const driven = drivenCluster({ age: AGE_MS });
    const history = historyOf(driven);
    driven.cluster.faults.on(name);
    const { whole, incidents } = untilShown(driven, history);
    const wanted = named(expected);
    expect({ first: firstOf(whole), incidents: incidents.map(firstOf) }, whole.causes.map(named).join('\n')).toEqual({
      first: wanted,
      incidents: [wanted],
    });
    expect(asked(driven).whole.causes[0]?.code, 'of a dump, which has no history').toBe(expected.code);
    driven.cluster.faults.off(name);
    expectHealed(driven, history);
  });
});
