import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from './object.ts';
import { podSelectionOf, referencesOf } from './references.ts';

const metadata = { name: 'web', namespace: 'shop', uid: '1' };

function deployment(container: object, more: object = {}): KubernetesObject {
  return {
    kind: 'Deployment',
    metadata: { ...metadata, ...more },
    spec: { template: { spec: { containers: [{ name: 'web', ...container }] } } },
  };
}

/** Calls as `namespace/name`, with `?` where the target need not exist. */
function calls(object: KubernetesObject): string[] {
  return referencesOf(object)
    .filter(({ type }) => type === 'CALLS')
    .map(({ namespace, name, address, required }) => `${address ?? `${namespace}/${name}`}${required ? '' : '?'}`);
}

const env = (name: string, value: string) => deployment({ env: [{ name, value }] });

describe('what a workload is configured to call', () => {
  it.each([
    ['a JDBC URL', env('DATABASE_URL', 'jdbc:postgresql://db:5432/orders'), ['shop/db']],
    ['a URL in another namespace', env('API', 'http://api.core.svc/v1'), ['core/api']],
    ['a plain word in a variable that holds a host', env('CART_HOST', 'cart'), ['shop/cart?']],
    ['an argument', deployment({ args: ['--upstream=http://cart:8080'] }), ['shop/cart']],
    ['a cluster IP', env('REDIS_ADDR', '10.96.0.20:6379'), ['10.96.0.20?']],
    ['a pod of a headless Service', env('DB_HOST', 'db-0.db:5432'), ['db/db-0?', 'shop/db?']],
  ])('%s', (_, object, expected) => {
    expect(calls(object)).toEqual(expected);
  });

  it('a setting is no host, whatever surrounds it', () => {
    expect(calls(env('REDIS_URL', 'redis://true:6379'))).toEqual([]);
    expect(calls(env('CACHE_HOST', 'none'))).toEqual([]);
  });

  it('an owned object repeats the template of its owner, and only the owner calls', () => {
    const ownerReferences = [{ kind: 'Deployment', name: 'web', uid: '0', controller: true }];
    const owned = { ...deployment({ env: [{ name: 'API', value: 'http://api' }] }, { ownerReferences }), kind: 'ReplicaSet' };
    expect(calls(owned)).toEqual([]);
  });
});

describe('references to configuration', () => {
  const named = (object: KubernetesObject) => referencesOf(object).map(({ type, name, required }) => `${type} ${name} ${required}`);

  it('are required, unless every place that names the object says optional', () => {
    const optional = { envFrom: [{ secretRef: { name: 'keys', optional: true } }] };
    const needed = { env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }] };
    expect(named(deployment(optional))).toEqual(['USES_SECRET keys false']);
    expect(named(deployment({ ...optional, ...needed }))).toEqual(['USES_SECRET keys true']);
  });

  it('leave out the root certificates that every pod mounts', () => {
    const volumes = [
      { name: 'token', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }, { configMap: { name: 'own' } }] } },
    ];
    expect(named({ kind: 'Pod', metadata, spec: { volumes } })).toEqual(['USES_CONFIG own true']);
  });
});

describe('the pods that an object selects', () => {
  const selection = (kind: string, spec: object) => podSelectionOf({ kind, metadata, spec })?.selector;

  it('a Service without a selector, or an ExternalName, selects none', () => {
    expect(selection('Service', { selector: {} })).toBeUndefined();
    expect(selection('Service', {})).toBeUndefined();
    expect(selection('Service', { type: 'ExternalName', selector: { app: 'web' } })).toBeUndefined();
  });

  it('an empty selector of a budget or a policy selects all', () => {
    const everything = { equal: {}, expressions: [] };
    expect(selection('PodDisruptionBudget', { selector: {} })).toEqual(everything);
    expect(selection('NetworkPolicy', { podSelector: {} })).toEqual(everything);
  });

  it('an absent selector means none for a budget, and all for a policy, where it defaults to the empty one', () => {
    expect(selection('PodDisruptionBudget', {})).toBeUndefined();
    expect(selection('NetworkPolicy', {})).toEqual({ equal: {}, expressions: [] });
  });
});
