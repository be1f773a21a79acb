import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SAMPLE_FAULT } from '#components/landing/sample-incident.ts';
import { diagnose } from '#lib/rca/index.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from './cluster-snapshot.ts';

const FILE = join(import.meta.dirname, '../components/landing/sample-incident.json');
/** Evidence and other causes that the page has no room for are left out, and so is the timeline. */
const SHOWN_EVIDENCE = 3;

it('the incident on the landing page is what the product answers for this fault; UPDATE_SAMPLE=1 writes it anew', () => {
  const driven = drivenCluster({ age: 110_000, step: 500 });
  const history = historyOf(driven);
  driven.cluster.faults.on(SAMPLE_FAULT);
  driven.pass(60);
  const { causes, ...diagnosis } = diagnose(snapshotOfCluster(driven, history), windowUntil(driven.clock.now()));
  const [cause] = causes;
  if (!cause) throw new Error(`${SAMPLE_FAULT} has no cause`);
  const shown = { ...diagnosis, timeline: [], causes: [{ ...cause, evidenceFor: cause.evidenceFor.slice(0, SHOWN_EVIDENCE) }] };
  // The simulator names a cluster anew each time; nothing of the page shows such an id.
  const text = `${JSON.stringify(shown, undefined, 2).replaceAll(/driven\/[0-9a-f-]{36}/g, 'driven/shop')}\n`;
  if (process.env.UPDATE_SAMPLE) writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(text));
});
