import { describe, expect, it } from 'vitest';
import { diagnose } from '#lib/rca/index.ts';
import { deployment, service, snapshotOf, WINDOW } from '#lib/rca/testing/snapshots.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from '../cluster-snapshot.ts';
import { CHAINS } from './cases.ts';
import { type ChainScore, precisionAndRecall, scoreChain } from './score.ts';

/** When a fault has all its symptoms; older than the errors of the cluster's own start. */
const SHOWS_AFTER_S = 60;
const AGE_MS = 110_000;

function scoreOf(fault: string): ChainScore {
  const driven = drivenCluster({ age: AGE_MS, step: 500 });
  const history = historyOf(driven);
  driven.cluster.faults.on(fault);
  driven.pass(SHOWS_AFTER_S);
  const [snapshot, window] = [snapshotOfCluster(driven, history), windowUntil(driven.clock.now())];
  return scoreChain(diagnose(snapshot, window).chain, CHAINS[fault] ?? [], snapshot, window);
}

describe('the chain of a simulated fault', () => {
  it('names nine of ten steps, and nine of ten that it names are right, over 30 faults', { timeout: 180_000 }, () => {
    const scores = Object.keys(CHAINS).map((fault) => ({ fault, ...scoreOf(fault) }));
    const { precision, recall } = precisionAndRecall(scores);
    const figures = scores.map(({ fault, right, found, wanted }) => `${fault}: ${right} right of ${found} found and ${wanted} wanted`);
    console.log(`chains of ${scores.length} faults: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect([precision >= 0.9, recall >= 0.9], figures.join('\n')).toEqual([true, true]);
  });
});

describe('the score of a chain', () => {
  const snapshot = snapshotOf([...deployment('cart'), service('cart'), ...deployment('web'), service('web')]);
  const at = (kind: string, name: string) => ({ kind, namespace: 'shop', name });
  const chain = [
    { from: at('Deployment', 'cart'), to: at('Service', 'cart') },
    { from: at('Service', 'cart'), to: at('Deployment', 'web') },
  ];

  it('takes pods and Services for the workload that they belong to', () =>
    expect(scoreChain(chain, ['Deployment/shop/cart > Deployment/shop/web'], snapshot, WINDOW)).toEqual({ right: 1, found: 1, wanted: 1 }));

  it('counts what is missing and what is too much', () => {
    const score = scoreChain(chain, ['Secret/shop/db > Deployment/shop/cart', 'Deployment/shop/web > Ingress/shop/web'], snapshot, WINDOW);
    expect(score).toEqual({ right: 0, found: 1, wanted: 2 });
    expect(precisionAndRecall([score, { right: 1, found: 1, wanted: 2 }])).toEqual({ precision: 0.5, recall: 0.25 });
  });

  it.each(['cart', 'Deployment/shop/cart', 'Deployment/shop/cart > ', 'a/b > c/d > e/f'])('refuses a truth that is no step: %s', (step) =>
    expect(() => scoreChain(chain, [step], snapshot, WINDOW)).toThrow('is not of the form'),
  );
});
