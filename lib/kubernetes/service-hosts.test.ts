import { describe, expect, test } from 'vitest';
import { certainServices, type Host, hostsIn, isClusterName, serviceNamesOf } from './service-hosts.ts';

const url = (host: string, port?: number): Host => ({ host, port, hasScheme: true });
const plain = (host: string, port?: number): Host => ({ host, port, hasScheme: false });

describe('a text names as hosts', () => {
  test.each([
    ['http://catalog:8080/v1?x=1', [url('catalog', 8080)]],
    ['postgres://user:pass@db.data.svc.cluster.local:5432/shop', [url('db.data.svc.cluster.local', 5432)]],
    ['jdbc:postgresql://db:5432/x', [url('db', 5432)]],
    ['redis-0.redis.cache.svc:6379', [plain('redis-0.redis.cache.svc', 6379)]],
    ['--upstream=api.shop.svc', [plain('api.shop.svc')]],
    ['kafka-1:9092,kafka-2:9092', [plain('kafka-1', 9092), plain('kafka-2', 9092)]],
    ['https://example.com/path', [url('example.com')]],
    ['http://10.0.0.1', [url('10.0.0.1')]],
    ['http://api.eu.example.com', [url('api.eu.example.com')]],
    ['dial tcp: lookup payments.shop.svc.cluster.local.: no such host', [plain('payments.shop.svc.cluster.local')]],
  ])('%s', (value, hosts) => {
    expect(hostsIn(value, false)).toEqual(hosts);
  });

  test.each([
    'http://localhost:8080',
    'http://127.0.0.1:80',
    'redis://true:6379',
    'info',
    'info:8080',
    'true',
    '',
    '8080',
    'UPPER_CASE words',
    '/var/run/app.sock',
  ])('nothing in %j', (value) => {
    expect(hostsIn(value, false)).toEqual([]);
  });

  test('a plain word only where the variable is named like a host', () => {
    expect(hostsIn('postgres', false)).toEqual([]);
    expect(hostsIn('postgres', true)).toEqual([plain('postgres')]);
    for (const setting of ['true', '8080', 'debug', 'localhost']) expect(hostsIn(setting, true)).toEqual([]);
  });
});

describe('a host means the Services', () => {
  test.each([
    ['catalog', [{ namespace: 'shop', name: 'catalog' }]],
    [
      'db.data',
      [
        { namespace: 'data', name: 'db' },
        { namespace: 'shop', name: 'data' },
      ],
    ],
    ['redis-0.redis.cache', [{ namespace: 'cache', name: 'redis' }]],
    ['redis-0.redis.cache.svc.cluster.local', [{ namespace: 'cache', name: 'redis' }]],
    ['db.data.svc', [{ namespace: 'data', name: 'db' }]],
    ['api.eu.example.com', []],
    ['10.0.0.1', []],
  ])('%s, asked from the namespace shop', (host, services) => {
    expect(serviceNamesOf(host, 'shop')).toEqual(services);
  });

  test('without doubt only in a URL or as a name with .svc', () => {
    expect(certainServices('calling http://cart:80 and orders:80', 'shop')).toEqual([{ namespace: 'shop', name: 'cart' }]);
    expect(certainServices('lookup db.data.svc: no such host', 'shop')).toEqual([{ namespace: 'data', name: 'db' }]);
    expect(certainServices('https://example.com', 'shop')).toEqual([]);
  });

  test('a public name and an address do not have the form of a Service', () => {
    expect(['cart', 'db.data.svc', 'example.com', '10.0.0.1'].map(isClusterName)).toEqual([true, true, false, false]);
  });
});
