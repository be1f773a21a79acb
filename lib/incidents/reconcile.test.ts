import { describe, expect, it } from 'vitest';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { CLOSE_AFTER_MS, fingerprintOf, type KnownIncident, REOPEN_WITHIN_MS, reconcile } from './reconcile.ts';

const NOW = 1_000_000_000;

function diagnosisOf(code: string, object: string, symptomOf = object, tier: RankedCause['tier'] = 'confirmed'): Diagnosis {
  const ref = { kind: 'Deployment', namespace: 'shop', name: object };
  return {
    verdict: 'incident',
    reason: '',
    symptoms: [{ object: { ...ref, name: symptomOf }, what: 'CrashLoopBackOff', message: '' }],
    causes: [
      {
        rank: 1,
        code,
        title: `${object}: ${code}`,
        object: ref,
        tier,
        confidence: 0.9,
        summary: '',
        evidenceFor: [{ text: `evidence of ${code}`, source: { type: 'alert', name: 'a', summary: '' } }],
        evidenceAgainst: [],
        chain: [],
        remedies: [],
      },
    ],
    chain: [],
    blastRadius: { affected: [], counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 } },
    timeline: [],
    gaps: [],
  };
}

/** The same diagnosis with more failing objects. */
function reaching(diagnosis: Diagnosis, ...names: string[]): Diagnosis {
  const more = names.map((name) => ({ object: { kind: 'Deployment', namespace: 'shop', name }, what: 'NoEndpoints', message: '' }));
  return { ...diagnosis, symptoms: [...diagnosis.symptoms, ...more] };
}

function known(id: string, diagnosis: Diagnosis, more: Partial<KnownIncident> = {}): KnownIncident {
  return { id, status: 'open', fingerprint: fingerprintOf(diagnosis), lastSeenAt: NOW, diagnosis, ...more };
}

describe('reconcile', () => {
  it('opens an incident for a new problem', () => {
    expect(reconcile([], [diagnosisOf('app.crash', 'cart')], NOW)).toMatchObject([
      { do: 'open', fingerprint: 'app.crash Deployment/shop/cart' },
    ]);
  });

  it('updates the open incident with the same cause and object, without an entry in its history', () => {
    const steps = reconcile([known('i', diagnosisOf('app.crash', 'cart'))], [diagnosisOf('app.crash', 'cart')], NOW);
    expect(steps).toMatchObject([{ do: 'update', id: 'i' }]);
    expect(steps[0]).not.toHaveProperty('why');
  });

  it('keeps one incident when later evidence changes the cause, and says why', () => {
    const steps = reconcile([known('i', diagnosisOf('app.crash', 'cart'))], [diagnosisOf('config.value_invalid', 'settings', 'cart')], NOW);
    expect(steps).toMatchObject([{ do: 'update', id: 'i', why: expect.stringContaining('because: evidence of config.value_invalid') }]);
  });

  it('opens a second incident for a problem that has nothing in common with the first', () => {
    const steps = reconcile(
      [known('i', diagnosisOf('app.crash', 'cart'))],
      [diagnosisOf('app.crash', 'cart'), diagnosisOf('app.crash', 'email')],
      NOW,
    );
    expect(steps.map((step) => step.do)).toEqual(['update', 'open']);
  });

  it('does not close an incident at the first moment of health, only after the hold-down', () => {
    const incident = known('i', diagnosisOf('app.crash', 'cart'));
    expect(reconcile([incident], [], NOW + CLOSE_AFTER_MS - 1)).toEqual([]);
    expect(reconcile([incident], [], NOW + CLOSE_AFTER_MS)).toMatchObject([{ do: 'close', id: 'i' }]);
  });

  it('reopens an incident when the same problem comes back soon, and opens a new one when it comes back late', () => {
    const closed = known('i', diagnosisOf('app.crash', 'cart'), { status: 'closed' });
    expect(reconcile([closed], [diagnosisOf('app.crash', 'cart')], NOW + REOPEN_WITHIN_MS)).toMatchObject([{ do: 'reopen', id: 'i' }]);
    expect(reconcile([closed], [diagnosisOf('app.crash', 'cart')], NOW + REOPEN_WITHIN_MS + 1)).toMatchObject([{ do: 'open' }]);
  });

  it('keeps a known cause while its symptoms outlast its evidence', () => {
    const found = diagnosisOf('image.reference_invalid', 'cart');
    const unknown = { ...diagnosisOf('app.crash', 'cart'), causes: [] };
    for (const later of [unknown, diagnosisOf('rollout.bad_revision', 'cart', 'cart', 'possible')]) {
      expect(reconcile([known('i', found)], [later], NOW)).toEqual([
        { do: 'update', id: 'i', diagnosis: found, fingerprint: fingerprintOf(found) },
      ]);
    }
  });

  it('records when a cause becomes more certain', () => {
    const steps = reconcile([known('i', diagnosisOf('app.crash', 'cart', 'cart', 'possible'))], [diagnosisOf('app.crash', 'cart')], NOW);
    expect(steps).toMatchObject([{ do: 'update', why: 'The cause is now confirmed (was possible)' }]);
  });

  it('merges an incident, after the hold-down, into the one whose cause also explains its failing objects', () => {
    const [database, shop] = [diagnosisOf('dependency.unavailable', 'database'), diagnosisOf('app.crash', 'shop')];
    const all = reaching(database, 'shop');
    const incidents = [known('database', database), known('shop', shop, { lastSeenAt: NOW - CLOSE_AFTER_MS })];
    expect(reconcile(incidents, [all], NOW)).toMatchObject([
      { do: 'update', id: 'database' },
      { do: 'merge', id: 'shop', into: 'database', why: 'Merged: what failed here follows from “database: dependency.unavailable”' },
    ]);
    expect(reconcile([incidents[0] as KnownIncident, known('shop', shop)], [all], NOW).map((step) => step.do)).toEqual(['update']);
  });

  it('splits a problem off an incident when evidence gives it its own cause', () => {
    const both = reaching(diagnosisOf('dependency.unavailable', 'database'), 'shop');
    const steps = reconcile(
      [known('i', both)],
      [diagnosisOf('dependency.unavailable', 'database'), diagnosisOf('oom.limit_too_low', 'shop')],
      NOW,
    );
    expect(steps).toMatchObject([
      { do: 'update', id: 'i' },
      { do: 'open', splitFrom: 'i', fingerprint: 'oom.limit_too_low Deployment/shop/shop' },
    ]);
  });

  it('assigns an incident to the diagnosis with its cause rather than to one that only shares a failing object, in any order', () => {
    const own = diagnosisOf('app.crash', 'cart');
    const sharing = reaching(diagnosisOf('node.kubelet_down', 'node'), 'cart');
    for (const now of [
      [own, sharing],
      [sharing, own],
    ]) {
      const steps = reconcile([known('i', own)], now, NOW);
      expect(steps.find((step) => step.do === 'update')).toMatchObject({ id: 'i', diagnosis: own });
      expect(steps).toHaveLength(2);
    }
  });

  it('takes what is left of a problem during recovery as part of its incident, not as new ones', () => {
    const secret = reaching(diagnosisOf('config.secret_missing', 'key', 'payment'), 'checkout');
    const rest = (name: string) => ({ ...diagnosisOf('app.crash', name), causes: [] });
    const steps = reconcile([known('i', secret)], [rest('payment'), rest('checkout')], NOW);
    expect(steps).toEqual([{ do: 'update', id: 'i', diagnosis: secret, fingerprint: fingerprintOf(secret) }]);
  });

  it('takes what fails within the reach of an incident as part of it while nothing else explains it', () => {
    const database = diagnosisOf('storage.volume_full', 'database');
    const orders = { kind: 'Deployment', namespace: 'shop', name: 'orders' };
    database.blastRadius.affected.push({ object: orders, impact: 'at-risk', hops: 2, via: null });
    const now = (tier: RankedCause['tier'], code: string) => [database, diagnosisOf(code, 'orders', 'orders', tier)];
    const did = (diagnoses: Diagnosis[]) => reconcile([known('i', database)], diagnoses, NOW).map((step) => step.do);
    expect(did(now('possible', 'app.crash'))).toEqual(['update']);
    expect(did(now('likely', 'dependency.unavailable'))).toEqual(['update']);
    expect(did(now('likely', 'oom.limit_too_low'))).toEqual(['update', 'open']);
  });

  it('remembers what failed in an incident before: when it fails again in another way, it is still part of it', () => {
    const database = diagnosisOf('dependency.db_connections_exhausted', 'database');
    const [first] = reconcile([known('i', reaching(database, 'orders'))], [database], NOW);
    const after = first?.do === 'update' ? known('i', first.diagnosis) : undefined;
    const did = (...diagnoses: Diagnosis[]) => reconcile([after!], diagnoses, NOW).map((step) => step.do);
    expect(did(database, diagnosisOf('app.crash', 'orders', 'orders', 'possible'))).toEqual(['update']);
    expect(did(diagnosisOf('dns.resolution_failure', 'orders', 'orders', 'likely'))).toEqual(['update']);
    expect(did(database, diagnosisOf('oom.limit_too_low', 'orders'))).toEqual(['update', 'open']);
  });

  it('takes the cause of a known cause as the same trouble', () => {
    const down = reaching(diagnosisOf('dns.server_down', 'coredns'), 'cart');
    const deeper = diagnosisOf('config.value_invalid', 'corefile', 'coredns');
    const { object } = down.causes[0]!;
    deeper.causes[0]!.chain = [{ from: deeper.causes[0]!.object, to: object, relation: null, mechanism: '', text: '' }];
    expect(reconcile([known('i', down)], [diagnosisOf('dns.server_down', 'coredns', 'cart'), deeper], NOW)).toMatchObject([
      { do: 'update', id: 'i', fingerprint: fingerprintOf(down) },
    ]);
  });

  it('reopens an incident whose objects fail again soon, though their cause is not found yet, and keeps the cause it had', () => {
    const found = diagnosisOf('config.secret_missing', 'cart');
    const closed = known('i', found, { status: 'closed' });
    const again = { ...found, causes: [] };
    expect(reconcile([closed], [again], NOW + 60_000)).toMatchObject([{ do: 'reopen', id: 'i', diagnosis: found }]);
    const other = diagnosisOf('oom.limit_too_low', 'cart');
    expect(reconcile([closed], [other], NOW + 60_000)).toMatchObject([{ do: 'open', notBefore: NOW }]);
  });

  it('never gives up a proven cause for what is left of it while the problem recovers', () => {
    const secret = diagnosisOf('config.secret_missing', 'key', 'payment');
    const [first] = secret.causes;
    first!.chain = [{ from: first!.object, to: { ...first!.object, name: 'payment' }, relation: null, mechanism: '', text: '' }];
    const steps = reconcile([known('i', secret)], [diagnosisOf('probe.check_wrong', 'payment')], NOW);
    expect(steps).toMatchObject([{ do: 'update', diagnosis: secret, fingerprint: fingerprintOf(secret) }]);
    expect(steps[0]).not.toHaveProperty('why');
  });
});
