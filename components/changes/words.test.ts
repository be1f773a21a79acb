import { describe, expect, it } from 'vitest';
import { byObject, type Change, fieldName, objectsText, shortHashes } from './words.ts';

let made = 0;
const change = (kind: string, name: string, namespace?: string): Change => ({
  key: `k${++made}`,
  resource: `prod/${kind}-${name}`,
  cluster: 'prod',
  at: made,
  op: 'updated',
  fields: [],
  kind,
  name,
  ...(namespace && { namespace }),
});

describe('the words for changes', () => {
  it.each([
    ['/spec/template/spec/containers/web/image', 'containers.web.image'],
    ['/spec/replicas', 'replicas'],
    ['/metadata/labels/app.kubernetes.io~1name', 'labels.app.kubernetes.io/name'],
    ['/data/a~0b', 'data.a~b'],
    ['/spec', 'spec'],
  ])('say the field %s as %s', (path, name) => expect(fieldName(path)).toBe(name));

  it('keep eight digits of a hash', () => {
    expect(shortHashes(`a sha256:${'0123456789abcdef'.repeat(4)} b`)).toBe('a sha256:01234567… b');
    expect(shortHashes('sha256:1234')).toBe('sha256:1234');
  });

  it('gather the changes of each object', () => {
    const grouped = byObject([change('Deployment', 'web'), change('ConfigMap', 'web'), change('Deployment', 'web')]);
    expect(grouped.map(({ object: { kind }, changes }) => [kind, changes.length])).toEqual([
      ['Deployment', 2],
      ['ConfigMap', 1],
    ]);
  });

  it('count several objects by kind, and name the namespace if there is one', () => {
    const shop = [change('Service', 'a', 'shop'), change('Deployment', 'a', 'shop'), change('Deployment', 'b', 'shop')];
    expect(objectsText(byObject(shop))).toBe('3 objects in shop: 2 Deployment, Service');
    expect(objectsText(byObject([...shop, change('Secret', 's', 'other')]))).toBe(
      '4 objects in 2 namespaces: 2 Deployment, Secret, Service',
    );
    expect(objectsText(byObject([change('Node', 'n'), change('Node', 'm')]))).toBe('2 objects: 2 Node');
  });
});
