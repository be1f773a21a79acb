import { describe, expect, it } from 'vitest';
import { isSecretName, maskedExcerpt, maskNamedValue, maskText } from './mask.ts';

const digest = () => 'sha256:d';

describe('masking of text', () => {
  it.each([
    ['postgres://shop:hunter2@db.shop:5432/orders?sslmode=off', 'postgres://***@db.shop:5432/orders?sslmode=off'],
    ['amqp://guest@mq:5672', 'amqp://***@mq:5672'],
    ['dial shop:hunter2@tcp(mysql:3306)/orders', 'dial ***@tcp(mysql:3306)/orders'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer ***'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def back', 'got *** back'],
    ['aws AKIAIOSFODNN7EXAMPLE denied', 'aws *** denied'],
    ['push with ghp_0123456789abcdefABCD failed', 'push with *** failed'],
    ['key kg_live_acme-prod_0123456789abcdef0123456789abcdef is wrong', 'key *** is wrong'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/services/***'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter', '***private key***\nafter'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '***private key***'],
    ['connect password=hunter2 host=db', 'connect password=*** host=db'],
    ['{"user":"shop","password":"hunter2","port":5432}', '{"user":"shop","password":"***","port":5432}'],
    ['{"apiKey": "a\\"b", "x": 1}', '{"apiKey": "***", "x": 1}'],
    ["dbPassword: 'hunter2'", "dbPassword: '***'"],
    ['password: hunter2', 'password: ***'],
    [
      'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc==;EndpointSuffix=y',
      'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=***;EndpointSuffix=y',
    ],
    ['GET /orders?token=abc123&page=2', 'GET /orders?token=***&page=2'],
    ['server --db-password hunter2 --port 80', 'server --db-password *** --port 80'],
    ['server --db-password=hunter2 --port 80', 'server --db-password=*** --port 80'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    'MountVolume.SetUp failed for volume "db-token" : secret "db-token" not found',
    "couldn't find key password in Secret shop/db",
    'references non-existent secret key: password',
    'failed to get secret: secrets "db" not found',
    'invalid token: signature is invalid',
    'password: authentication failed for user "shop"',
    'token: null',
    'dial tcp 10.0.0.1:5432: connect: connection refused',
    'Failed to pull image "registry.example.com/shop/cart@sha256:0123": not found',
    '2026-01-02T03:04:05Z GET http://cart:8080/healthz 503',
    'flag --api-key is required',
  ])('leaves what a diagnosis reads: %s', (text) => {
    expect(maskText(text)).toBe(text);
  });
});

describe('masking of long text', () => {
  it.each([
    ['one word', 'x'.repeat(200_000)],
    ['dots', 'a.'.repeat(100_000)],
    ['colons', 'a:'.repeat(100_000)],
    ['dashes', '-a'.repeat(100_000)],
    ['quotes', '"a'.repeat(100_000)],
    ['schemes', 'a://'.repeat(50_000)],
    ['key heads', '-----BEGIN '.repeat(20_000)],
  ])('takes time in proportion to its length: %s', (_, text) => {
    // A pattern that looks back over the whole text at every character takes minutes here and runs into the test's limit.
    expect(maskText(text)).toHaveLength(text.length);
  });

  it('cuts, and lets no part of a secret stand at the cut', () => {
    const text = `${'x '.repeat(45)}postgres://shop:hunter2@db:5432/`;
    for (let max = 90; max < text.length; max++) expect(maskedExcerpt(text, max)).not.toMatch(/:h|hunt/);
    expect(maskedExcerpt(text, 5)).toBe('x x x');
  });
});

describe('masking by name', () => {
  it.each([
    'DB_PASSWORD',
    'PGPASS',
    'apiKey',
    'API_KEY',
    'SECRET_KEY_BASE',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'credentials',
    'Authorization',
    'KEY',
    'passwords',
  ])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(maskNamedValue(name, 'hunter2', digest)).toBe('*** (sha256:d)');
  });

  it.each(['DB_HOST', 'PASSWORD_FILE', 'TOKEN_URL', 'SECRET_NAME', 'MONKEY', 'PORT', 'KEYCLOAK_HOST', 'CACHE_KEY_PREFIX'])(
    '%s is not',
    (name) => {
      expect(isSecretName(name)).toBe(false);
      expect(maskNamedValue(name, 'value', digest)).toBe('value');
    },
  );

  it('keeps scheme, host and port of an address under a secret name, and nothing more of it', () => {
    expect(maskNamedValue('SECRET_STORE', 'https://u:p@vault:8200/v1/s3cr3t?x=1', digest)).toBe('https://vault:8200/*** (sha256:d)');
    expect(maskNamedValue('TOKEN_SOURCE', 'tokens.auth:8080', digest)).toBe('tokens.auth:8080');
    expect(maskNamedValue('DB_PASSWORD', 'hunter:2222', digest)).toBe('*** (sha256:d)');
  });

  it('shows by a hash that the password in an address changed', () => {
    expect(maskNamedValue('DATABASE_URL', 'postgres://a:b@db:5432/x', digest)).toBe('postgres://***@db:5432/x (sha256:d)');
  });

  it('leaves an empty value empty: that one is not set is worth knowing', () => {
    expect(maskNamedValue('DB_PASSWORD', '', digest)).toBe('');
  });
});
