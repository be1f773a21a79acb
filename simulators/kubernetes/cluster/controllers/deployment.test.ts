import { describe, expect, it } from 'vitest';
import { type DrivenCluster, healthyCluster } from '../testing/driven.ts';
import { eventsOf, podsOf, problems, readyEndpoints } from '../testing/health.ts';
import { edit } from '../testing/objects.ts';

const active = (driven: DrivenCluster, app: string) => podsOf(driven.store, app).filter((pod) => !pod.metadata.deletionTimestamp);

describe('a Deployment', () => {
  it('rolls out within maxSurge and maxUnavailable, keeps the old ReplicaSet, and counts revisions', () => {
    const driven = healthyCluster();
    const { store, until } = driven;
    edit(driven, 'Deployment', 'shop', 'catalog', ({ spec }) => {
      spec.template.spec.containers[0].image = 'registry.shop.example/catalog:1.4.3';
    });
    let most = 0;
    let least = Number.POSITIVE_INFINITY;
    const stop = store.listen(() => {
      most = Math.max(most, active(driven, 'catalog').length);
      least = Math.min(least, store.get('Deployment', 'shop', 'catalog').status.availableReplicas ?? 0);
    });
    until(
      'it is rolled out',
      () => store.get('Deployment', 'shop', 'catalog').status.observedGeneration === 2 && problems(store).length === 0,
    );
    stop();
    expect(most).toBe(3);
    expect(least).toBe(2);
    const sets = store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'catalog');
    expect(sets.map((one) => [one.metadata.annotations?.['deployment.kubernetes.io/revision'], one.spec.replicas]).sort()).toEqual([
      ['1', 0],
      ['2', 2],
    ]);
    expect(store.get('Deployment', 'shop', 'catalog').metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
    expect(podsOf(store, 'catalog')[0]?.metadata.labels?.['pod-template-hash']).toBe(
      sets.find((one) => one.spec.replicas === 2)?.metadata.labels?.['pod-template-hash'],
    );
    const fresh = sets.find((one) => one.spec.replicas === 2)?.metadata.name;
    expect(eventsOf(store, 'Deployment', 'catalog')).toEqual(
      expect.arrayContaining([
        `Normal ScalingReplicaSet Scaled up replica set ${fresh} from 0 to 1`,
        `Normal ScalingReplicaSet Scaled up replica set ${fresh} from 1 to 2`,
      ]),
    );
    expect(store.get('Deployment', 'shop', 'catalog').status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${fresh}" has successfully progressed.`,
      }),
    );
  });

  it('rolls back to the ReplicaSet of the earlier template, as the newest revision', () => {
    const driven = healthyCluster();
    const image = (tag: string) =>
      edit(driven, 'Deployment', 'shop', 'catalog', ({ spec }) => {
        spec.template.spec.containers[0].image = `registry.shop.example/catalog:${tag}`;
      });
    const first = podsOf(driven.store, 'catalog')[0]?.metadata.labels?.['pod-template-hash'];
    image('1.4.3');
    driven.pass(20);
    image('1.4.2');
    driven.pass(20);
    expect(problems(driven.store)).toEqual([]);
    expect(podsOf(driven.store, 'catalog').every((pod) => pod.metadata.labels?.['pod-template-hash'] === first)).toBe(true);
    const set = driven.store.list('ReplicaSet', 'shop').find((one) => one.metadata.labels?.['pod-template-hash'] === first);
    expect(set?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
  });

  it('scales up and down without a rollout', () => {
    const driven = healthyCluster();
    const scale = (replicas: number) =>
      edit(driven, 'Deployment', 'shop', 'ads', ({ spec }) => {
        spec.replicas = replicas;
      });
    scale(3);
    driven.pass(15);
    expect(readyEndpoints(driven.store, 'shop', 'ads')).toBe(3);
    scale(0);
    driven.pass(10);
    expect(podsOf(driven.store, 'ads')).toEqual([]);
    expect(driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads')).toHaveLength(1);
  });

  it('with the strategy Recreate starts the new pods only once the old ones are gone', () => {
    const driven = healthyCluster();
    edit(driven, 'Deployment', 'shop', 'redis', ({ spec }) => {
      spec.template.metadata.annotations = { note: 'new' };
    });
    let most = 0;
    const stop = driven.store.listen(() => {
      most = Math.max(most, podsOf(driven.store, 'redis').length);
    });
    driven.pass(20);
    stop();
    expect(most).toBe(1);
    expect(problems(driven.store)).toEqual([]);
  });

  it('keeps at most revisionHistoryLimit old ReplicaSets', () => {
    const driven = healthyCluster();
    for (let i = 0; i < 4; i++) {
      edit(driven, 'Deployment', 'shop', 'ads', ({ spec }) => {
        spec.revisionHistoryLimit = 2;
        spec.template.metadata.annotations = { round: String(i) };
      });
      driven.pass(15);
    }
    const sets = driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads');
    expect(sets).toHaveLength(3);
  });

  it('is deleted together with everything it owns', () => {
    const driven = healthyCluster();
    driven.store.remove(driven.store.get('Deployment', 'shop', 'ads'));
    driven.pass(10);
    expect(podsOf(driven.store, 'ads')).toEqual([]);
    expect(driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads')).toEqual([]);
  });
});
