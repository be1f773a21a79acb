import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { type DrivenCluster, drivenCluster } from './cluster/testing/driven.ts';
import { pictureOf } from './testing/picture.ts';

/** As the live diagnosis has it. */
const LOOK_BACK_MS = 3_600_000;
/** By then a fault has shown all that it will. */
const SHOWS_WITHIN_S = 60;
/** The logs speak of what was for a while. */
const HEALS_WITHIN_S = 300;
const LOOK_EVERY_S = 15;

/** Old enough that no log speaks of the cluster's own start any more. */
const AGE_MS = 110_000;

/** Shown by the cluster, not yet named first. */
const OPEN =
  /init-container|app-crash|liveness-p|secret-key|missing-setting|missing-claim|not-writable|volume-full|plugin-down|network-policy|dns-server|proxy-down|service-deleted|ingress|database-password|redis-crash|provider-down|service-account|rbac|terminating/;
const FAULTS = drivenCluster()
  .cluster.faults.list()
  .filter(({ name }) => !OPEN.test(name));

/** What the engine says of the cluster: to the whole picture, and grouped as incidents; each cause as `code Kind/name`. */
function asked(driven: DrivenCluster): { whole: string[]; incidents: string[][]; symptoms: string[] } {
  const to = driven.clock.now();
  const window = { from: to - LOOK_BACK_MS, to };
  const picture = pictureOf(driven);
  const whole = diagnose(picture, window);
  return {
    whole: causesOf(whole),
    incidents: diagnoseGroups(picture, window).map(causesOf),
    symptoms: whole.symptoms.map(({ object, what }) => `${object.kind}/${object.name} ${what}`),
  };
}

function causesOf({ causes }: Diagnosis): string[] {
  return causes.map(({ code, object }) => named({ code, object }));
}

function named({ code, object: { kind, namespace, name } }: (typeof FAULTS)[number]['expected']): string {
  return `${code} ${kind}/${namespace ? `${namespace}/` : ''}${name}`;
}

function expectHealed(driven: DrivenCluster): void {
  let said = asked(driven);
  for (let waited = 0; said.symptoms.length + said.whole.length > 0 && waited < HEALS_WITHIN_S; waited += LOOK_EVERY_S) {
    driven.pass(LOOK_EVERY_S);
    said = asked(driven);
  }
  expect(said).toEqual({ whole: [], incidents: [], symptoms: [] });
}

describe('of every fault that the cluster can show, the engine names first', () => {
  it.each(FAULTS)('$name: $expected.code of $expected.object.kind $expected.object.name', ({ name, expected }) => {
    const driven = drivenCluster({ age: AGE_MS });
    driven.cluster.faults.on(name);
    driven.pass(SHOWS_WITHIN_S);
    const { whole, incidents } = asked(driven);
    expect({ first: whole[0], incidents: incidents.map(([first]) => first) }, whole.join('\n')).toEqual({
      first: named(expected),
      incidents: [named(expected)],
    });
    driven.cluster.faults.off(name);
    expectHealed(driven);
  });
});
