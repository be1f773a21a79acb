import { describe, expect, it } from 'vitest';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { diagnosisText } from './text.ts';

const ref = (kind: string, name: string): ObjectRef => ({ kind, namespace: 'shop', name });
const [settings, cart, pod, service, front] = [
  ref('ConfigMap', 'settings'),
  ref('Deployment', 'cart'),
  ref('Pod', 'cart-1'),
  ref('Service', 'cart'),
  ref('Deployment', 'front'),
] as const;
const edge = (from: ObjectRef, to: ObjectRef, mechanism: string) => ({ from, to, mechanism, relation: null, text: '' });

const DIAGNOSIS: Diagnosis = {
  verdict: 'incident',
  reason: '',
  symptoms: [{ object: cart, what: 'CrashLoopBackOff', message: '1 of 1 pods' }],
  causes: [
    {
      rank: 1,
      code: 'config.value_invalid',
      title: 'Configuration value is wrong: ConfigMap settings',
      object: settings,
      tier: 'confirmed',
      confidence: 0.957,
      summary: 'ConfigMap shop/settings was changed; its readers have failed since.',
      evidenceFor: [{ text: 'PORT went from 8080 to none', source: { type: 'alert', name: '', summary: '' } }],
      evidenceAgainst: [{ text: 'the image changed too', source: { type: 'alert', name: '', summary: '' } }],
      chain: [
        edge(settings, cart, 'value is read'),
        edge(cart, pod, 'CrashLoopBackOff'),
        edge(cart, service, 'no endpoints'),
        edge(service, front, 'calls fail'),
      ],
      remedies: [{ text: 'Put the value back.', command: 'kubectl edit configmap settings -n shop' }],
    },
  ],
  chain: [],
  blastRadius: {
    affected: [
      { object: cart, impact: 'failing', hops: 1, via: null },
      { object: front, impact: 'at-risk', hops: 3, via: null },
    ],
    counts: { workloads: 2, pods: 1, services: 1, namespaces: 1 },
  },
  timeline: [{ at: Date.UTC(2026, 10, 23, 12, 0, 5), lane: 'change', object: settings, text: 'PORT\nchanged', severity: 'info' }],
  gaps: ['no logs: what the programs logged is unknown'],
};

describe('a diagnosis as text', () => {
  it('lists causes with evidence, draws how they spread, and says what to do', () => {
    expect(diagnosisText(DIAGNOSIS, { width: 72, colour: false, limit: 3 })).toBe(`Incident
Configuration value is wrong: ConfigMap settings

1. Configuration value is wrong: ConfigMap settings
   Confirmed (96 %)  config.value_invalid
   ConfigMap shop/settings was changed; its readers have failed since.
   + PORT went from 8080 to none
   - the image changed too
   How it spreads:
     ConfigMap shop/settings
     └─ value is read → Deployment shop/cart
        ├─ CrashLoopBackOff → Pod shop/cart-1
        └─ no endpoints → Service shop/cart
           └─ calls fail → Deployment shop/front
   What to do:
     Put the value back.
       $ kubectl edit configmap settings -n shop

Symptoms (1)
  Deployment shop/cart: CrashLoopBackOff, 1 of 1 pods

Affected: 2 workloads, 1 pod, 1 service in 1 namespace
  failing   Deployment shop/cart
  at-risk   Deployment shop/front (3 steps away)

Timeline, newest last
  12:00:05  change  PORT changed

Missing information, which makes the diagnosis less certain
  no logs: what the programs logged is unknown
`);
  });

  it('fits the width of the terminal, but never wraps a command', () => {
    const [cause] = DIAGNOSIS.causes;
    const command = `kubectl ${'very-long-argument '.repeat(8)}`;
    const text = diagnosisText(
      { ...DIAGNOSIS, causes: [{ ...cause!, summary: 'word '.repeat(60), remedies: [{ text: 'Do it.', command }] }] },
      { width: 60, colour: false, limit: 1 },
    );
    for (const line of text.split('\n')) if (!line.includes('$ kubectl')) expect(line.length, line).toBeLessThanOrEqual(60);
    expect(text).toContain(`$ ${command}`);
  });

  it('says how many causes it omits, copes with a cyclic chain, and uses colours only if enabled', () => {
    const [cause] = DIAGNOSIS.causes;
    const circle = { ...cause!, chain: [edge(settings, cart, 'a'), edge(cart, settings, 'b')] };
    const text = diagnosisText({ ...DIAGNOSIS, causes: [circle, { ...cause!, rank: 2 }] }, { width: 80, colour: true, limit: 1 });
    expect(text).toContain('and 1 less likely cause (use --limit 2 to show it)');
    expect(text).toContain('\u001b[1m1. Configuration');
  });

  it('gives the reason if nothing is wrong', () => {
    const healthy: Diagnosis = {
      ...DIAGNOSIS,
      verdict: 'no_incident',
      reason: 'Nothing is wrong: all 3 workloads are running.',
      causes: [],
      symptoms: [],
      gaps: [],
    };
    expect(diagnosisText(healthy, { width: 80, colour: false, limit: 3 })).toBe(
      'No incident\nNothing is wrong: all 3 workloads are running.\n',
    );
  });

  it('controls the terminal with nothing that a cluster says, and turns no direction of writing', () => {
    const [cause] = DIAGNOSIS.causes;
    const hostile = '\nKG says\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e';
    const object = { ...cart, name: `cart${hostile}` };
    const text = diagnosisText(
      {
        ...DIAGNOSIS,
        symptoms: [{ object, what: `Crash${hostile}`, message: hostile }],
        causes: [
          { ...cause!, title: `T${hostile}`, summary: hostile, object, remedies: [{ text: hostile, command: `kubectl${hostile}` }] },
        ],
        gaps: [hostile],
      },
      { width: 80, colour: false, limit: 3 },
    );
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e|^KG says/mu);
    expect(text).not.toContain('owned');
  });
});
