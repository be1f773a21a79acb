import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '../index.ts';
import { FAULTS, nodes, notPulled } from '../testing/faults.ts';
import { change, crashing, deployment, event, object, pod, snapshotOf, WINDOW } from '../testing/snapshots.ts';

describe('the first cause of', () => {
  it.each(FAULTS)('%s', (_, snapshot, code, blamed) => {
    const { verdict, causes, chain } = diagnose(snapshot, WINDOW);
    expect(verdict).toBe('incident');
    const [first] = causes;
    expect([first?.code, `${first?.object.kind}/${first?.object.name}`]).toEqual([code, blamed]);
    expect(first!.evidenceFor.length).toBeGreaterThan(0);
    expect(chain.length + Number(/^(Namespace|CronJob|Job|Ingress|Component)$/.test(first!.object.kind))).toBeGreaterThan(0);
    expect(first!.remedies.length).toBeGreaterThan(0);
  });
});

describe('a dump of few objects', () => {
  it('blames the image from a pod and its events alone', () => {
    const alone = notPulled('manifest unknown').resources.filter(({ kind }) => kind === 'Pod');
    const [first] = diagnose(
      snapshotOf(alone, {
        events: [event(pod('cart'), 'Failed', 'Failed to pull image "registry.example.com/cart:1.0": manifest unknown')],
      }),
      WINDOW,
    ).causes;
    expect(first).toMatchObject({ code: 'image.reference_invalid', object: { kind: 'Deployment', name: 'cart' } });
  });

  it('blames the memory limit from a single pod', () => {
    const bare: KubernetesObject = {
      kind: 'Pod',
      metadata: { name: 'worker', namespace: 'shop' },
      spec: { containers: [{ name: 'main', resources: { limits: { memory: '64Mi' } } }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', ...crashing(137, 'OOMKilled') }] },
    };
    expect(diagnose(snapshotOf([bare]), WINDOW).causes[0]).toMatchObject({
      code: 'oom.limit_too_low',
      object: { kind: 'Pod', name: 'worker' },
    });
  });
});

describe('evidence for the deeper cause', () => {
  it('blames the ConfigMap if it was changed before the crash, even if the log shows no reason', () => {
    const snapshot = snapshotOf(
      [
        ...nodes,
        object('ConfigMap', 'cart-config', { data: { MODE: 'sha256:b' } }),
        ...deployment('cart', {
          ready: false,
          container: { envFrom: [{ configMapRef: { name: 'cart-config' } }] },
          containerStatus: crashing(),
        }),
      ],
      {
        changes: [
          change({ kind: 'ConfigMap', namespace: 'shop', name: 'cart-config' }, 6, [
            { path: '/data/MODE', before: 'sha256:a', after: 'sha256:b' },
          ]),
        ],
      },
    );
    expect(
      diagnose(snapshot, WINDOW)
        .causes.slice(0, 2)
        .map(({ code }) => code),
    ).toEqual(['config.value_invalid', 'app.crash']);
  });

  it('blames the revision if only its pods crash and the log shows no reason', () => {
    const snapshot = snapshotOf([...nodes, ...deployment('cart', { ready: false, ageMinutes: 5, containerStatus: crashing() })], {
      changes: [
        change({ kind: 'Deployment', namespace: 'shop', name: 'cart' }, 6, [
          { path: 'spec.template.spec.containers[0].image', before: 'cart:1', after: 'cart:2' },
        ]),
      ],
    });
    expect(diagnose(snapshot, WINDOW).causes[0]).toMatchObject({
      code: 'rollout.bad_revision',
      object: { kind: 'Deployment', name: 'cart' },
    });
  });

  it('does not confirm any cause for a container that is still starting', () => {
    const snapshot = snapshotOf(
      [...nodes, ...deployment('cart', { ready: false, ageMinutes: 0.3, container: { readinessProbe: { httpGet: { port: 9999 } } } })],
      {
        events: [
          event(pod('cart'), 'Unhealthy', 'Readiness probe failed: dial tcp 10.1.0.10:9999: connect: connection refused', { minutes: 0.1 }),
        ],
      },
    );
    expect(diagnose(snapshot, WINDOW).causes.every(({ tier }) => tier !== 'confirmed')).toBe(true);
  });
});
