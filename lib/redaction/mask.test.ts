import { describe, expect, it } from 'vitest';
import { lineMasker, maskedExcerpt, maskNamedValue, maskText } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import { SERVICE_TOKENS } from './service-tokens.ts';
import { MASKED, READABLE } from './testing/mask-cases.ts';

const digest = () => 'sha256:d';

describe('masking of text', () => {
  it.each(MASKED)('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each(READABLE)('leaves what a diagnosis reads: %s', (text) => {
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

  const MEGABYTE = 1_000_000;
  // What a pattern with two ways to read the same text would need hours for: beginnings without an end, and ends that may go on.
  const UNITS = [
    ...[
      'password=',
      'password="',
      'password:[',
      'password:\\"',
      'password is ',
      'password "',
      'token: ',
      'token:',
      'secret:***',
      'name: token ',
    ],
    ...[
      'Authorization: ',
      'Authorization: a ',
      'authorization=a=',
      'Bearer ',
      'Bearer a1b2c3 ',
      'cookie: a=',
      'cookie:a=b; ',
      '<password>',
      '<a>',
    ],
    ...['a://b:c', 'a://b:c@', 'postgres://u:1@', 'postgres://u:p/', 'u:p@h,', 'a:b@', '@', 'x@tcp(', 'thin:a/', '://', ':@tcp('],
    ...['-u a:', '-u ', '--a ', '--token ', '--token "', 'mysql -p', 'docker login ', 'docker login -u a -p ', 'curl -b a=', 'sshpass -p '],
    ...[
      'eyJaaaaaaaa-',
      'eyJaaaaaaaa.',
      'eyJ',
      'sk-',
      'AKIA',
      'ghp_',
      'SG.aaaaaaaaaaaaaaaaaa-',
      '1234567890:AA',
      'Maaaaaaaaaaaaaaaaaaaaaaaaa.',
      'datadog key ',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN CERTIFICATE-----',
      '-----END PRIVATE KEY-----',
      'LS0tLS1CRUdJTi',
      '\\',
      '\\"',
      '\\\\"',
      "'",
      '"',
      '\n',
      ' ',
      '%3D',
    ],
    ...['aB1cD2eF3gH4iJ5kL6mN7oP8 ', 'aB1/', 'aB1-', 'id=', 'a.', 'a_', 'A1', '{', '[', ',', ';', '&', '<', '>', '=', '|'],
  ];

  it.each(UNITS)('reads a line of a million characters that repeats %j a fixed number of times', (unit) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / unit.length));
    // Quadratic work would be 10^12 steps here, which no limit of a test allows. The result is bounded too.
    expect(maskText(text).length).toBeLessThanOrEqual(2 * text.length);
  });

  it('is at most twice as long, for every token of the table and every short secret', () => {
    for (const text of ['pwd=a ', 'token=a&', '"pwd":"a",', '-u a:b ', 'a://b:c@d ', 'password is a1 ', '<pwd>a</pwd>']) {
      const long = text.repeat(1_000);
      expect(maskText(long).length, text).toBeLessThanOrEqual(2 * long.length);
    }
    for (const { what } of SERVICE_TOKENS) expect(`<masked ${what}>`.length).toBeLessThanOrEqual(40);
  });

  it('cuts no character in two', () => {
    expect(maskedExcerpt('ab\u{1f600}c', 3)).toBe('ab');
  });

  it('cuts, and lets no part of a secret stand at the cut', () => {
    const text = `${'x '.repeat(45)}postgres://shop:hunter2@db:5432/`;
    for (let max = 90; max < text.length; max++) expect(maskedExcerpt(text, max)).not.toMatch(/:h|hunt/);
    expect(maskedExcerpt(text, 5)).toBe('x x x');
  });
});

describe('masking of the lines of a log', () => {
  const key = [
    '-----BEGIN RSA PRIVATE KEY-----',
    'Proc-Type: 4,ENCRYPTED',
    '',
    'MIIEpAIBAAKCAQEA7bq8',
    'k3Fq==',
    '-----END RSA PRIVATE KEY-----',
  ];

  it('masks a private key from its first line to its last, and nothing after it', () => {
    const lines = ['before', ...key, 'k3Fq after', 'MIIE'].map(lineMasker(100));
    expect(lines).toEqual(['before', ...key.map(() => '<masked private key>'), 'k3Fq after', 'MIIE']);
  });

  it('keeps what stands before and after a key on its first and last line', () => {
    const lines = [`loaded ${key[0]}`, 'MIIE', `${key[5]} from /etc/tls`].map(lineMasker(100));
    expect(lines).toEqual(['loaded <masked private key>', '<masked private key>', '<masked private key> from /etc/tls']);
  });

  it('does not hide the log when the end of a key is missing', () => {
    const lines = [key[0]!, 'MIIE', 'ERROR cannot connect to db:5432', 'k3Fq'].map(lineMasker(100));
    expect(lines).toEqual(['<masked private key>', '<masked private key>', 'ERROR cannot connect to db:5432', 'k3Fq']);
  });

  it('cuts each line', () => {
    expect(['x'.repeat(200)].map(lineMasker(10))).toEqual(['x'.repeat(10)]);
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
    expect(maskNamedValue('DATABASE_URL', 'postgres://a:b@db:5432/x', digest)).toBe('postgres://a:***@db:5432/x (sha256:d)');
  });

  it('leaves an empty value empty: that one is not set is worth knowing', () => {
    expect(maskNamedValue('DB_PASSWORD', '', digest)).toBe('');
  });
});
