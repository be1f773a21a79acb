import { expect, test } from 'vitest';
import { serving } from '../testing/serving.ts';

test('a log that the kubelet cannot provide is answered with the message of the kubelet', async () => {
  const message = 'Get "https://10.1.0.1:10250/containerLogs/shop/broken/worker": dial tcp 10.1.0.1:10250: connect: connection refused';
  const { request } = await serving({
    logs: {
      lines() {
        throw Object.assign(new Error(message), { reason: 'InternalError' });
      },
    },
  });
  const { body } = await request('GET', '/api/v1/namespaces/shop/pods/broken/log');
  expect(body).toMatchObject({ code: 500, message });
  expect(body).not.toHaveProperty('reason');
});

test('a log is returned as text, cut at limitBytes; the container must be named if there are several', async () => {
  const requests: unknown[] = [];
  const { request, store } = await serving({
    logs: {
      *lines(namespace, pod, container, { signal: _, ...options }) {
        requests.push([namespace, pod, container, options]);
        yield 'first';
        yield 'second';
      },
    },
  });
  const log = (query: string, pod = 'broken') => request('GET', `/api/v1/namespaces/shop/pods/${pod}/log?${query}`);
  expect((await log('tailLines=5&sinceSeconds=60&timestamps=true&previous=true')).body).toBe('first\nsecond\n');
  expect(requests).toEqual([
    ['shop', 'broken', 'worker', { previous: true, follow: false, timestamps: true, tailLines: 5, sinceSeconds: 60 }],
  ]);
  expect((await log('limitBytes=8')).body).toBe('first\nse');
  expect((await log('follow=true')).body).toBe('first\nsecond\n');
  expect((await log('sinceTime=2026-03-01T11:59:00Z')).status).toBe(200);
  expect(requests.at(-1)).toMatchObject(['shop', 'broken', 'worker', { sinceSeconds: 60 }]);
  expect((await log('container=nope')).body).toMatchObject({ code: 400, message: 'container nope is not valid for pod broken' });
  const containers = [{ name: 'a' }, { name: 'b' }];
  store.create({
    kind: 'Pod',
    metadata: { name: 'two', namespace: 'shop' },
    spec: { nodeName: 'node-1', containers, initContainers: [{ name: 'i' }] },
  });
  expect((await log('', 'two')).body.message).toBe(
    'a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [i]',
  );
  store.create({ kind: 'Pod', metadata: { name: 'pending', namespace: 'shop' }, spec: { containers: [{ name: 'c' }] } });
  expect(await log('', 'pending')).toMatchObject({ status: 200, body: '' });
});
