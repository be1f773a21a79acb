import { expect, test } from 'vitest';
import { serviceHosts } from './service-hosts.ts';

test.each([
  ['http://catalog:8080/v1?x=1', [{ name: 'catalog', namespace: undefined, certain: true }]],
  ['postgres://user:pass@db.data.svc.cluster.local:5432/shop', [{ name: 'db', namespace: 'data', certain: true }]],
  ['redis-0.redis.cache.svc:6379', [{ name: 'redis', namespace: 'cache', certain: true }]],
  ['--upstream=api.shop.svc', [{ name: 'api', namespace: 'shop', certain: true }]],
  [
    'kafka-1:9092,kafka-2:9092',
    [
      { name: 'kafka-1', namespace: undefined, certain: false },
      { name: 'kafka-2', namespace: undefined, certain: false },
    ],
  ],
  ['https://example.com/path', [{ name: 'example', namespace: 'com', certain: false }]],
  ['dial tcp: lookup payments.shop.svc.cluster.local.: no such host', [{ name: 'payments', namespace: 'shop', certain: true }]],
])('%s names Services', (value, hosts) => {
  expect(serviceHosts(value, false)).toEqual(hosts);
});

test.each([
  'http://localhost:8080',
  'http://127.0.0.1:80',
  'http://10.0.0.1',
  'http://api.eu.example.com',
  'info',
  'true',
  '',
  '8080',
  'UPPER_CASE words',
  '/var/run/app.sock',
])('%s names none', (value) => {
  expect(serviceHosts(value, false)).toEqual([]);
});

test('a plain word is a host only where its variable is named like one', () => {
  expect(serviceHosts('postgres', false)).toEqual([]);
  expect(serviceHosts('postgres', true)).toEqual([{ name: 'postgres', namespace: undefined, certain: false }]);
});
