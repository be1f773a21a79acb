import { describe, expect, it } from 'vitest';
import { isTrue } from '../api-machinery/conditions.ts';
import { drivenCluster } from '../testing/driven.ts';
import { eventsOf } from '../testing/health.ts';
import { apply } from '../testing/objects.ts';

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

  it('fails when its retries are exhausted', () => {
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

  it('is started by its CronJob on schedule, and the history stays short', () => {
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
