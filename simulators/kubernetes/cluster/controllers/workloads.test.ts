import { describe, expect, it } from 'vitest';
import { isTrue } from '../parts/conditions.ts';
import { type DrivenCluster, drivenCluster } from '../testing/driven.ts';
import { ailments, eventsOf, podsOf, readyEndpoints } from '../testing/health.ts';
import { apply, edit } from '../testing/objects.ts';

function healthy(): DrivenCluster {
  const driven = drivenCluster();
  driven.until('all is well', () => ailments(driven.store).length === 0, 30);
  return driven;
}

const active = (driven: DrivenCluster, app: string) => podsOf(driven.store, app).filter((pod) => !pod.metadata.deletionTimestamp);

describe('a Deployment', () => {
  it('rolls out within maxSurge and maxUnavailable, keeps the old ReplicaSet, and counts revisions', () => {
    const driven = healthy();
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
      () => store.get('Deployment', 'shop', 'catalog').status.observedGeneration === 2 && ailments(store).length === 0,
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
    const driven = healthy();
    const image = (tag: string) =>
      edit(driven, 'Deployment', 'shop', 'catalog', ({ spec }) => {
        spec.template.spec.containers[0].image = `registry.shop.example/catalog:${tag}`;
      });
    const first = podsOf(driven.store, 'catalog')[0]?.metadata.labels?.['pod-template-hash'];
    image('1.4.3');
    driven.pass(20);
    image('1.4.2');
    driven.pass(20);
    expect(ailments(driven.store)).toEqual([]);
    expect(podsOf(driven.store, 'catalog').every((pod) => pod.metadata.labels?.['pod-template-hash'] === first)).toBe(true);
    const set = driven.store.list('ReplicaSet', 'shop').find((one) => one.metadata.labels?.['pod-template-hash'] === first);
    expect(set?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
  });

  it('scales up and down without a rollout', () => {
    const driven = healthy();
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

  it('that recreates starts the new pods only once the old ones are gone', () => {
    const driven = healthy();
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
    expect(ailments(driven.store)).toEqual([]);
  });

  it('keeps no more old ReplicaSets than revisionHistoryLimit', () => {
    const driven = healthy();
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

  it('takes everything it owns with it when it is deleted', () => {
    const driven = healthy();
    driven.store.remove(driven.store.get('Deployment', 'shop', 'ads'));
    driven.pass(10);
    expect(podsOf(driven.store, 'ads')).toEqual([]);
    expect(driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads')).toEqual([]);
  });
});

describe('a StatefulSet', () => {
  it('makes its pods and claims in order, and takes them away in reverse, keeping the claims', () => {
    const driven = healthy();
    const made: string[] = [];
    driven.store.listen(({ type, object }) => {
      if (object.kind === 'Pod' && object.metadata.labels?.app === 'postgres' && type !== 'MODIFIED')
        made.push(`${type} ${object.metadata.name}`);
    });
    const scale = (replicas: number) =>
      edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
        spec.replicas = replicas;
      });
    scale(3);
    driven.pass(40);
    scale(1);
    driven.pass(20);
    expect(made).toEqual(['ADDED postgres-1', 'ADDED postgres-2', 'DELETED postgres-2', 'DELETED postgres-1']);
    expect(driven.store.find('PersistentVolumeClaim', 'shop', 'data-postgres-2')?.status.phase).toBe('Bound');
    expect(eventsOf(driven.store, 'StatefulSet', 'postgres')).toEqual(
      expect.arrayContaining([
        'Normal SuccessfulCreate create Claim data-postgres-1 Pod postgres-1 in StatefulSet postgres success',
        'Normal SuccessfulCreate create Pod postgres-1 in StatefulSet postgres successful',
        'Normal SuccessfulDelete delete Pod postgres-2 in StatefulSet postgres successful',
      ]),
    );
  });

  it('replaces its pods when the template changes', () => {
    const driven = healthy();
    edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
      spec.template.metadata.annotations = { note: 'new' };
    });
    driven.pass(25);
    const { status } = driven.store.get('StatefulSet', 'shop', 'postgres');
    expect(status.currentRevision).toBe(status.updateRevision);
    expect(driven.store.get('Pod', 'shop', 'postgres-0').metadata.annotations).toEqual({ note: 'new' });
  });
});

describe('a DaemonSet', () => {
  it('runs on every node that it tolerates, and on a new one as soon as it joins', () => {
    const driven = healthy();
    const spec = driven.store.get('Node', undefined, 'kg-worker').status;
    apply(driven, {
      kind: 'Node',
      metadata: { name: 'kg-worker4', labels: { 'kubernetes.io/hostname': 'kg-worker4', 'kubernetes.io/os': 'linux' } },
      spec: { podCIDR: '10.244.9.0/24' },
      status: { ...spec, conditions: [], addresses: [{ type: 'InternalIP', address: '172.18.0.9' }] },
    });
    driven.pass(10);
    const proxies = driven.store.list('Pod', 'kube-system').filter((pod) => pod.metadata.labels?.['k8s-app'] === 'kube-proxy');
    expect(proxies.map((pod) => pod.spec.nodeName).sort()).toEqual([
      'kg-control-plane',
      'kg-worker',
      'kg-worker2',
      'kg-worker3',
      'kg-worker4',
    ]);
    driven.store.remove(driven.store.get('Node', undefined, 'kg-worker4'));
    driven.pass(2);
    expect(driven.store.list('Pod').filter((pod) => pod.spec.nodeName === 'kg-worker4')).toEqual([]);
  });

  it('leaves its pod on a node that is lost, but counts on that node no longer', () => {
    const driven = healthy();
    apply(driven, {
      kind: 'DaemonSet',
      metadata: { name: 'plain', namespace: 'default' },
      spec: {
        selector: { matchLabels: { app: 'plain' } },
        template: { metadata: { labels: { app: 'plain' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
      },
    });
    driven.pass(10);
    const status = () => driven.store.get('DaemonSet', 'default', 'plain').status;
    expect(status()).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3, numberMisscheduled: 0 });
    driven.cluster.faults.on('node-down');
    driven.pass(60);
    const there = driven.store.list('Pod', 'default').find((pod) => pod.spec.nodeName === 'kg-worker2');
    expect(there?.metadata.labels?.app).toBe('plain');
    expect(there?.metadata.deletionTimestamp).toBeUndefined();
    expect(status()).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2, numberMisscheduled: 1 });
  });
});

describe('a Job', () => {
  const job = (name: string, command: string, spec = {}) => ({
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: {
      ...spec,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', command] }] } },
    },
  });

  it('completes once enough pods have succeeded', () => {
    const driven = drivenCluster();
    apply(driven, job('sums', 'sleep 1', { completions: 2 }));
    driven.pass(15);
    const { status } = driven.store.get('Job', 'default', 'sums');
    expect(status).toMatchObject({ succeeded: 2, completionTime: expect.any(String) });
    expect(status.conditions.at(-1)).toMatchObject({ type: 'Complete', status: 'True', reason: 'CompletionsReached' });
    expect(eventsOf(driven.store, 'Job', 'sums')).toContain('Normal Completed Job completed');
    const pods = driven.store.list('Pod', 'default');
    expect(pods.map((pod) => pod.status.phase)).toEqual(['Succeeded', 'Succeeded']);
    expect(driven.store.get('Job', 'default', 'sums').metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-name': 'sums' });
    expect(pods[0]?.status.containerStatuses[0].state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('fails when it has used up its retries', () => {
    const driven = drivenCluster();
    apply(driven, job('broken', 'exit 3', { backoffLimit: 1 }));
    driven.pass(20);
    const found = driven.store.get('Job', 'default', 'broken');
    expect(found.status.conditions.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    });
    expect(found.status.failed).toBe(2);
    expect(driven.store.list('Pod', 'default')[0]?.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } } }],
    });
  });

  it('is started by its CronJob at the times of the schedule, and the history stays short', () => {
    const driven = drivenCluster();
    driven.pass(18 * 60);
    const jobs = driven.store.list('Job', 'shop');
    expect(jobs.map((one) => one.metadata.name)).toEqual(['report-29393885', 'report-29393890', 'report-29393895'].slice(-jobs.length));
    expect(jobs.every((one) => isTrue(one, 'Complete'))).toBe(true);
    expect(eventsOf(driven.store, 'CronJob', 'report')).toEqual(
      expect.arrayContaining([
        `Normal SuccessfulCreate Created job ${jobs[0]?.metadata.name}`,
        `Normal SawCompletedJob Saw completed job: ${jobs[0]?.metadata.name}, condition: Complete`,
      ]),
    );
  });
});

describe('a namespace', () => {
  it('gets its default ServiceAccount, and takes everything with it when it ends', () => {
    const driven = drivenCluster();
    apply(driven, { kind: 'Namespace', metadata: { name: 'trial' } });
    apply(driven, { kind: 'Namespace', metadata: { name: 'idle' } });
    // The first pod does not have to wait for a tick.
    apply(driven, {
      kind: 'Pod',
      metadata: { name: 'one', namespace: 'trial' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
    });
    driven.pass(5);
    expect(driven.store.find('ServiceAccount', 'trial', 'default')).toBeDefined();
    expect(driven.store.find('ServiceAccount', 'idle', 'default')).toBeDefined();
    const namespace = driven.store.get('Namespace', undefined, 'trial');
    driven.store.update({ ...namespace, status: { phase: 'Terminating' } });
    driven.pass(10);
    expect(driven.store.find('Namespace', undefined, 'trial')).toBeUndefined();
    expect(driven.store.list('Pod', 'trial')).toEqual([]);
  });
});
