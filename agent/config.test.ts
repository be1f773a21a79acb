import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { CUSTOM_GROUPS } from '#lib/kubernetes/custom-kinds.ts';
import { AgentConfigError, readConfig } from './config.ts';
import { connectionInCluster, KubeConfigError } from './kube/connection.ts';
import { connectionFromKubeconfig } from './kube/kubeconfig.ts';

const GOOD = {
  KG_ENDPOINT: 'https://rca.example.com',
  KG_API_KEY: 'kg_live_acme_0123456789abcdef0123456789abcdef',
  KG_CLUSTER: 'prod-eu-1',
};

describe('the environment', () => {
  it('is read with defaults for what may be left out; an empty variable is one left out', () => {
    expect(readConfig({ ...GOOD, KG_LOG_LEVEL: '', KG_NAMESPACES: 'shop, bank', KG_HEALTH_PORT: '8080' })).toEqual({
      endpoint: GOOD.KG_ENDPOINT,
      apiKey: GOOD.KG_API_KEY,
      cluster: 'prod-eu-1',
      bufferDir: '/var/lib/kg-rca-agent',
      bufferMaxBytes: 268_435_456,
      logLevel: 'info',
      namespaces: ['shop', 'bank'],
      skipKinds: [],
      customGroups: CUSTOM_GROUPS,
      healthPort: 8080,
      kubeconfig: undefined,
    });
  });

  it.each([
    ['none', []],
    ['argoproj.io, example.com', ['argoproj.io', 'example.com']],
  ])('KG_CUSTOM_GROUPS %s allows the custom resources of %j', (text, groups) => {
    expect(readConfig({ ...GOOD, KG_CUSTOM_GROUPS: text }).customGroups).toEqual(groups);
  });

  it.each([
    ['KG_ENDPOINT', 'rca.example.com'],
    ['KG_ENDPOINT', 'ftp://rca.example.com'],
    ['KG_API_KEY', undefined],
    ['KG_CLUSTER', undefined],
    ['KG_CLUSTER', 'Prod_EU'],
    ['KG_BUFFER_MAX_BYTES', '10'],
    ['KG_BUFFER_MAX_BYTES', 'much'],
    ['KG_LOG_LEVEL', 'loud'],
    ['KG_NAMESPACES', 'shop,BANK'],
    ['KG_CUSTOM_GROUPS', 'argoproj.io,apps'],
    ['KG_CUSTOM_GROUPS', '*'],
    ['KG_HEALTH_PORT', '70000'],
  ])('a bad %s (%s) is refused by name', (name, value) => {
    const read = () => readConfig({ ...GOOD, [name]: value });
    expect(read).toThrow(AgentConfigError);
    expect(read).toThrow(name);
  });

  it('never repeats the API key in an error', () => {
    expect(() => readConfig({ ...GOOD, KG_API_KEY: 'short-secret' })).toThrow(/^KG_API_KEY is too short for an API key$/);
  });
});

describe('a kubeconfig', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kg-kubeconfig-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const base64 = (text: string) => Buffer.from(text).toString('base64');

  function write(change: { cluster?: object; user?: object; rest?: object } = {}): string {
    const path = join(dir, 'config');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'one',
      contexts: [
        { name: 'one', context: { cluster: 'c', user: 'u' } },
        { name: 'two', context: { cluster: 'd', user: 'u' } },
      ],
      clusters: [
        { name: 'c', cluster: { server: 'https://one:6443', 'certificate-authority-data': base64('CA'), ...change.cluster } },
        { name: 'd', cluster: { server: 'https://two:6443', 'insecure-skip-tls-verify': true } },
      ],
      users: [{ name: 'u', user: change.user ?? { token: 't' } }],
      ...change.rest,
    };
    writeFileSync(path, stringify(config));
    return path;
  }

  it('gives the connection of its current context, or of the one that is named', () => {
    const one = connectionFromKubeconfig(write());
    expect(one).toMatchObject({ server: 'https://one:6443', ca: 'CA' });
    expect(one.token?.()).toBe('t');
    expect(connectionFromKubeconfig(write(), 'two')).toMatchObject({ server: 'https://two:6443', insecureSkipTlsVerify: true });
  });

  it('takes certificates inline and from files beside it', () => {
    writeFileSync(join(dir, 'client.key'), 'KEY');
    const user = { 'client-certificate-data': base64('CERT'), 'client-key': 'client.key' };
    expect(connectionFromKubeconfig(write({ user }))).toMatchObject({ cert: 'CERT', key: 'KEY' });
  });

  it('may be several files, as in PATH: the first of a name and the first current context count, and missing files are skipped', () => {
    mkdirSync(join(dir, 'more'));
    writeFileSync(join(dir, 'more/token'), 'from beside the second');
    const second = {
      'current-context': 'three',
      contexts: [{ name: 'three', context: { cluster: 'd', user: 'v' } }],
      clusters: [{ name: 'd', cluster: { server: 'https://another:6443' } }],
      users: [{ name: 'v', user: { tokenFile: 'token' } }],
    };
    writeFileSync(join(dir, 'more/config'), stringify(second));
    const paths = [join(dir, 'gone'), write(), '', join(dir, 'more/config')].join(':');
    expect(connectionFromKubeconfig(paths)).toMatchObject({ server: 'https://one:6443' });
    const three = connectionFromKubeconfig(paths, 'three');
    expect(three).toMatchObject({ server: 'https://two:6443' });
    expect(three.token?.()).toBe('from beside the second');
    expect(() => connectionFromKubeconfig(paths, 'four')).toThrow(
      /config, .*more\/config: there is no context "four"; it has: one, two, three/,
    );
  });

  it('refuses a user who logs in through a command, and says what to do', () => {
    const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks', 'get-token'] } };
    expect(() => connectionFromKubeconfig(write({ user }))).toThrow(/"u" logs in through a command \(exec\).*kubectl create token/);
  });

  it.each<[string, { cluster?: object; user?: object; rest?: object }, string | undefined, RegExp]>([
    ['a context that is not there', {}, 'three', /no context "three"; it has: one, two/],
    ['no current context', { rest: { 'current-context': '' } }, undefined, /no current-context/],
    ['a proxy', { cluster: { 'proxy-url': 'http://p' } }, undefined, /proxy-url/],
    ['a cluster that is not there', { rest: { clusters: [] } }, undefined, /no cluster "c"; it has: none/],
    ['a file that is not there', { user: { tokenFile: 'gone' } }, undefined, /the token file can't be read/],
    ['a server that is no address', { cluster: { server: 'one' } }, undefined, /no kubeconfig/],
  ])('with %s says so', (_, change, context, message) => {
    const read = () => connectionFromKubeconfig(write(change), context);
    expect(read).toThrow(KubeConfigError);
    expect(read).toThrow(message);
  });

  it('that is missing or not YAML is refused by name', () => {
    expect(() => connectionFromKubeconfig(join(dir, 'gone'))).toThrow(/can't be read/);
    writeFileSync(join(dir, 'bad'), 'a: [');
    expect(() => connectionFromKubeconfig(join(dir, 'bad'))).toThrow(/bad is not YAML/);
  });

  it('in a pod comes from the mounted account, outside of one it says what is missing', () => {
    writeFileSync(join(dir, 'ca.crt'), 'CA');
    writeFileSync(join(dir, 'token'), 'mounted\n');
    const connection = connectionInCluster({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, dir);
    expect(connection).toMatchObject({ server: 'https://[fd00::1]:443', ca: 'CA' });
    expect(connection.token?.()).toBe('mounted');
    expect(() => connectionInCluster({}, dir)).toThrow(/KUBECONFIG is not set and this is not a pod/);
  });
});
