import { describe, expect, it } from 'vitest';
import { env, readEnv } from '#lib/platform/env.ts';
import { discover } from './issuer.ts';
import { startIssuer } from './testing/issuer.ts';

const settings = (variables: Record<string, string> = {}) =>
  env.provide(readEnv(variables, () => 'the secret of the test, long enough for it'));
const PUBLIC = { HOST: '0.0.0.0', PUBLIC_URL: 'https://rca.example' };

describe('an issuer', () => {
  it('in a private network is asked on a loopback installation, and where the setting allows it', async () => {
    const issuer = await startIssuer();
    settings(PUBLIC);
    await expect(discover(issuer.url)).rejects.toMatchObject({ status: 422 });
    settings({ ...PUBLIC, SSO_PRIVATE_NETWORKS: 'true' });
    expect(await discover(issuer.url)).toMatchObject({ issuer: issuer.url });
    await issuer.close();
  });

  it('that cannot be used is refused with the field and the reason', async () => {
    settings();
    const issuer = await startIssuer();
    const problem = (address = issuer.url) => discover(address).catch((error) => error.detail);
    expect(await discover(issuer.url)).toMatchObject({ issuer: issuer.url });
    expect(await problem('http://127.0.0.1:1')).toMatch(/^issuer: 127.0.0.1:1 cannot be reached \(ECONNREFUSED\)/);
    issuer.discovery = { issuer: 'https://another.example' };
    expect(await problem()).toContain('names another issuer');
    issuer.discovery = { jwks_uri: undefined };
    expect(await problem()).toContain('has no jwks_uri');
    issuer.discovery = { authorization_endpoint: 'javascript:alert(1)' };
    expect(await problem()).toContain('is not an https address');
    issuer.answer = { status: 404, body: '{}' };
    expect(await problem()).toContain('answered with status 404');
    issuer.answer = { status: 200, body: '<html>' };
    expect(await problem()).toContain('is not a discovery document');
    await issuer.close();
  });
});
