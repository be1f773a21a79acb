import { describe, expect, it } from 'vitest';
import { type KubeObject, STATE_KINDS, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import { MAX_MESSAGE_BYTES } from '#lib/wire/messages.ts';
import { keyedDigest } from './config-data.ts';
import { fingerprint, project } from './project.ts';

const digest = keyedDigest('kg_live_acme_0123456789abcdef0123456789abcdef');
/** Self-signed, for shop.example.com; its key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIULEbqnIoaITdsjfJWxo2lVjm5sX4wCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjMwOTQ0NTdaGA8y
MTI2MTAzMDA5NDQ1N1owGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABPnLwcYu4+WnZMY0YohEimYMY/uBzBzYZt95
afqSruvpKAKVer2p/usuQrPnroRqERKM5Toje4huNXVM6LEm9F6jcDBuMB0GA1Ud
DgQWBBQdIVDxORz9jpBAgrUkTfp7a0x+5TAfBgNVHSMEGDAWgBQdIVDxORz9jpBA
grUkTfp7a0x+5TAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHNob3AuZXhh
bXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIhAPyCUrLrNg++yyu+64REboTSFs/q
WFXJzGrInh4nb0mOAiBF4CVDdS7lFgHIZ54Zwv47AnHyzeomPgtcd+u9ZVo8Hg==
-----END CERTIFICATE-----`;

const of = (name: string): WatchedKind => STATE_KINDS.find(({ kind }) => kind === name)!;
const base64 = (text: string) => Buffer.from(text).toString('base64');

function object(name: string, fields: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): KubeObject {
  return { metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '7', ...metadata }, ...fields };
}

describe('the projection', () => {
  it('of a Secret holds its keys and no value in any form', () => {
    const values = ['hunter2-plain', 'another value', '{"auths":{"r":{"auth":"c2VjcmV0"}}}'];
    const secret = object(
      'db',
      {
        type: 'Opaque',
        data: { a: base64(values[0]!), b: base64(values[1]!), '.dockerconfigjson': base64(values[2]!) },
        stringData: { c: values[0] },
      },
      {
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"stringData":{"a":"${values[0]}"}}` },
        managedFields: [{ manager: 'm', fieldsV1: { v: values[0] } }],
      },
    );
    const projected = project(of('Secret'), secret, digest);
    expect(Object.keys(projected.data as object)).toEqual(['a', 'b', '.dockerconfigjson']);
    const text = JSON.stringify(projected);
    for (const value of values)
      for (const form of [value, base64(value), Buffer.from(value).toString('hex')]) expect(text).not.toContain(form);
    expect(Object.values(projected.data as Record<string, string>)).toEqual(Array(3).fill(expect.stringMatching(/^sha256:[0-9a-f]{32}$/)));
  });

  it('hashes a value alike wherever it stands, and differently under another API key', () => {
    const config = project(of('ConfigMap'), object('a', { data: { x: 'one' }, binaryData: { y: base64('one') } }), digest);
    const secret = project(of('Secret'), object('b', { data: { x: base64('one') } }), digest);
    expect((config.data as { x: string }).x).toBe((secret.data as { x: string }).x);
    expect((config.binaryData as { y: string }).y).toBe((secret.data as { x: string }).x);
    const foreign = project(
      of('ConfigMap'),
      object('a', { data: { x: 'one' } }),
      keyedDigest('kg_live_other_0123456789abcdef0123456789abcdef'),
    );
    expect(foreign.data).not.toEqual(config.data);
  });

  it('of a ConfigMap holds its keys and no value', () => {
    const projected = project(
      of('ConfigMap'),
      object('settings', { data: { 'app.yaml': 'password: hunter2\nhost: db', empty: '' } }),
      digest,
    );
    expect(Object.keys(projected.data as object)).toEqual(['app.yaml', 'empty']);
    expect(JSON.stringify(projected)).not.toMatch(/hunter2|host: db/);
  });

  it('tells when the certificate in a Secret ends, and takes one that is none calmly', () => {
    const secret = project(
      of('Secret'),
      object('tls', { type: 'kubernetes.io/tls', data: { 'tls.crt': base64(CERTIFICATE), 'tls.key': base64('k') } }),
      digest,
    );
    const { notAfter, subject, names } = secret.tls as { notAfter: string; subject: string; names: string[] };
    expect(notAfter).toBe('2126-10-30T09:44:57.000Z');
    expect(subject).toBe('CN=shop.example.com');
    expect(names).toEqual(['DNS:shop.example.com']);
    expect(project(of('Secret'), object('tls', { data: { 'tls.crt': base64('rubbish') } }), digest)).not.toHaveProperty('tls');
    const webhooks = [{ name: 'w', clientConfig: { caBundle: base64(CERTIFICATE), service: { name: 's', namespace: 'n' } } }];
    const webhook = project(of('ValidatingWebhookConfiguration'), object('v', { webhooks }), digest);
    expect(webhook.webhooks).toEqual([
      {
        name: 'w',
        clientConfig: { caBundle: expect.stringMatching(/^sha256:/), caBundleNotAfter: notAfter, service: { name: 's', namespace: 'n' } },
      },
    ]);
  });

  it('of a Deployment keeps spec and status and masks secrets in environment, arguments, headers and annotations', () => {
    const container = {
      name: 'cart',
      image: 'shop/cart:1.2',
      command: ['cart', '--token=abcdef', '--admin-password', 'hunter2', '--port', '8080'],
      args: ['sh', '-c', 'export API_KEY=abc123; exec cart'],
      env: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'DATABASE_URL', value: 'postgres://shop:hunter2@db:5432/shop' },
        { name: 'CART_HOST', value: 'cart:8080' },
        { name: 'FROM', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
      livenessProbe: { httpGet: { port: 8080, httpHeaders: [{ name: 'Authorization', value: 'Basic aHVudGVyMg==' }] } },
      resources: { limits: { memory: '64Mi' } },
    };
    const deployment = object(
      'cart',
      { spec: { replicas: 2, template: { spec: { containers: [container] } } }, status: { readyReplicas: 1 } },
      { annotations: { 'x/password': 'hunter2', note: 'n', long: 'x'.repeat(600) } },
    );
    const projected = project(of('Deployment'), deployment, digest);
    const text = JSON.stringify(projected);
    expect(text).not.toMatch(/hunter2|abcdef"|abc123|aHVudGVyMg/);
    for (const kept of [
      'shop/cart:1.2',
      'shop:***@db:5432/shop',
      'cart:8080',
      '"secretKeyRef":{"name":"db","key":"password"}',
      '64Mi',
      '"readyReplicas":1',
      '"8080"',
    ]) {
      expect(text).toContain(kept);
    }
    expect(projected.metadata.annotations).toEqual({ 'x/password': expect.stringMatching(/^\*\*\* \(sha256/), note: 'n' });
    expect(projected).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' });
  });

  it('masks a text by the name of its field, and keeps what only refers to a secret', () => {
    const volume = {
      csi: {
        driver: 'nfs.csi.k8s.io',
        volumeAttributes: { adminPassword: 'hunter2', accessKey: 'aB3dE5', clientSecret: 'Zx9Q', token: 'abc', share: '/data' },
        nodeStageSecretRef: { name: 'smb-creds', namespace: 'storage' },
      },
      azureFile: { secretName: 'azure' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'Exists' }] }] } },
      spread: [{ topologyKey: 'topology.kubernetes.io/zone' }],
      auth: { clientSecret: 'oidc-client', passwordKey: 'DB_PASSWORD', tokenExpirationSeconds: 3600, automountServiceAccountToken: false },
    };
    const text = JSON.stringify(project(of('PersistentVolume'), object('v', { spec: volume }), digest));
    expect(text).not.toMatch(/hunter2|aB3dE5|Zx9Q|"token":"abc"/);
    for (const kept of [
      'smb-creds',
      '"secretName":"azure"',
      'kubernetes.io/hostname',
      'topology.kubernetes.io/zone',
      '/data',
      'oidc-client',
      'DB_PASSWORD',
      '3600',
    ])
      expect(text).toContain(kept);
  });

  it('says who last wrote other than status, and leaves managedFields out', () => {
    const managedFields = [
      { manager: 'helm', operation: 'Apply', time: '2026-01-01T00:00:00Z', fieldsV1: {} },
      { manager: 'kubectl-edit', operation: 'Update', time: '2026-01-01T12:00:00Z', fieldsV1: {} },
      { manager: 'kubectl', operation: 'Update', time: '2026-01-02T00:00:00Z', fieldsV1: {}, subresource: 'scale' },
      { manager: 'kube-controller-manager', operation: 'Update', time: '2026-01-03T00:00:00Z', subresource: 'status' },
    ];
    const { metadata } = project(of('Deployment'), object('a', {}, { managedFields }), digest);
    expect(metadata.lastManager).toEqual({ manager: 'kubectl', operation: 'Update', time: '2026-01-02T00:00:00Z' });
    expect(metadata).not.toHaveProperty('managedFields');
  });

  it('of a definition holds names, versions and conditions, and no schema or authority', () => {
    const definition = object('widgets.example.com', {
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', plural: 'widgets' },
        conversion: { strategy: 'Webhook', webhook: { clientConfig: { service: { name: 'w', namespace: 'x' }, caBundle: 'QUJD' } } },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { description: 'x'.repeat(500_000) } } }],
      },
      status: { conditions: [{ type: 'Established', status: 'True' }], storedVersions: ['v1'] },
    });
    const { spec, status } = project(of('CustomResourceDefinition'), definition, digest);
    expect(spec).toEqual({
      group: 'example.com',
      names: { kind: 'Widget', plural: 'widgets' },
      conversion: { strategy: 'Webhook', webhook: { clientConfig: { service: { name: 'w', namespace: 'x' } } } },
      versions: [{ name: 'v1', served: true, storage: true }],
    });
    expect(status).toEqual(definition.status);
  });

  it('of a custom resource holds what its status says, whatever else is in it, with secrets masked', () => {
    const kind: WatchedKind = { kind: 'Widget', apiVersion: 'example.com/v1', resource: 'widgets', namespaced: true };
    const conditions = [{ type: 'Ready', status: 'False', message: 'login with password=hunter2 failed' }];
    const small = project(
      kind,
      object('w', { spec: { secretRef: { name: 'db' } }, status: { conditions, replicas: 2 }, other: 1 }),
      digest,
    );
    expect(small).toMatchObject({ spec: { secretRef: { name: 'db' } }, status: { conditions: [{ type: 'Ready' }], replicas: 2 } });
    expect(small).not.toHaveProperty('other');
    const many = Array.from({ length: 5_000 }, (_, index) => ({ index, text: 'x'.repeat(100) }));
    const large = project(kind, object('w', { spec: { many }, status: { conditions, history: many } }), digest);
    expect(large).not.toHaveProperty('spec');
    expect(large.status).toEqual({ conditions: [{ type: 'Ready', status: 'False', message: expect.stringContaining('password=') }] });
    expect(JSON.stringify([small, large])).not.toContain('hunter2');
  });

  it('does not change the object that it is given', () => {
    const node = object('n', { status: { images: [1], conditions: [{ type: 'Ready', lastHeartbeatTime: 'now' }] } });
    const before = structuredClone(node);
    project(of('Node'), node, digest);
    expect(node).toEqual(before);
  });

  it('cuts huge texts, so that an object stays a message that the edge takes', () => {
    const args = Array.from({ length: 20 }, () => 'x'.repeat(100_000));
    const projected = project(of('Pod'), object('a', { spec: { containers: [{ name: 'a', args }] } }), digest);
    expect(JSON.stringify(projected).length).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(JSON.stringify(projected)).toContain('… (91808 more characters)');
  });
});

describe('the fingerprint', () => {
  const print = (kind: string, value: KubeObject) => fingerprint(project(of(kind), value, digest));
  const node = (beat: string, ready = 'True') =>
    object('n', { status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime: beat }] } }, { resourceVersion: beat });

  it('is the same over a heartbeat of a node, and another over a change of its condition', () => {
    expect(print('Node', node('1'))).toBe(print('Node', node('2')));
    expect(print('Node', node('1', 'Unknown'))).not.toBe(print('Node', node('1')));
  });

  it('is the same over a renewal of a lease, and another when its holder changes', () => {
    const lease = (time: string, holderIdentity = 'a') =>
      object(
        'l',
        { spec: { renewTime: time, holderIdentity } },
        { managedFields: [{ manager: 'kube-scheduler', operation: 'Update', time, fieldsV1: { 'f:spec': { 'f:renewTime': {} } } }] },
      );
    expect(print('Lease', lease('2026-11-28T12:00:00Z'))).toBe(print('Lease', lease('2026-11-28T12:00:02Z')));
    expect(print('Lease', lease('2026-11-28T12:00:00Z', 'b'))).not.toBe(print('Lease', lease('2026-11-28T12:00:00Z')));
  });

  it.each(['ConfigMap', 'Deployment', 'Service'])('of a %s is the same after a write that changes nothing else', (kind) => {
    const written = (manager: string, time: string) => object('o', {}, { managedFields: [{ manager, operation: 'Update', time }] });
    expect(print(kind, written('a', '2026-11-28T12:00:00Z'))).toBe(print(kind, written('b', '2026-11-28T12:00:02Z')));
  });

  it('of a custom resource is the same while its controller only writes when it looked, and another when a condition changes', () => {
    const kind: WatchedKind = { kind: 'Widget', apiVersion: 'example.com/v1', resource: 'widgets', namespaced: true };
    const widget = (turn: number, ready = 'True') =>
      fingerprint(
        project(
          kind,
          object(
            'w',
            {
              spec: { replicas: 2 },
              status: {
                observedGeneration: turn,
                reconciledAt: `2026-11-28T12:00:0${turn}Z`,
                conditions: [{ type: 'Ready', status: ready, lastTransitionTime: `2026-11-28T12:00:0${turn}Z` }],
              },
            },
            { resourceVersion: String(turn), generation: turn },
          ),
          digest,
        ),
      );
    expect(widget(1)).toBe(widget(2));
    expect(widget(1)).not.toBe(widget(2, 'False'));
  });

  it('is another when a secret value changes', () => {
    const secret = (value: string) => object('s', { data: { x: base64(value) } });
    expect(print('Secret', secret('a'))).not.toBe(print('Secret', secret('b')));
  });
});
