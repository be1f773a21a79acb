import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BadEnvironmentError, readEnv } from './env.ts';

const kept = () => 'the secret that the data folder keeps, long enough';
const GOOD = randomBytes(48).toString('base64');
const PUBLIC = { PUBLIC_URL: 'https://rca.example.com' };

/** The lines of a refusal. */
function refusal(variables: Record<string, string>): string[] {
  try {
    readEnv(variables, kept);
  } catch (error) {
    if (error instanceof BadEnvironmentError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the boot is refused with one line that names the setting and the way out', () => {
  it.each([
    ['SECRET_KEY', 'short', 'must have at least 32 characters; make one with: openssl rand -base64 48'],
    ['SECRET_KEY', 'changeme-changeme-changeme-changeme', 'is a placeholder'],
    ['SECRET_KEY', 'your-secret-key-goes-here-please-now', 'is a placeholder'],
    ['SECRET_KEY', 'a'.repeat(64), 'repeats itself'],
    ['SECRET_KEY', 'abc'.repeat(20), 'repeats itself'],
    ['SECRET_KEY', 'k9Xq2LmZp4RtVw7N'.repeat(4), 'repeats itself'],
    ['SECRET_KEY', '0123456789'.repeat(5), 'is a placeholder'],
    ['ADMIN_TOKEN', 'a-long-random-text-of-yours', 'is a placeholder'],
    ['ADMIN_TOKEN', 'tooshort', 'must have at least 24 characters'],
    ['ADMIN_TOKEN', '1'.repeat(40), 'repeats itself'],
  ])('for a weak %s: %s', (name, value, why) => {
    const lines = refusal({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}: .*`));
    expect(lines[0]).toContain(why);
    expect(lines[0]).not.toContain(value);
  });

  it.each([
    [{ STRIPE_SECRET_KEY: 'sk_test_x' }, 'STRIPE_WEBHOOK_SECRET: must be set when STRIPE_SECRET_KEY is'],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_x' }, 'STRIPE_SECRET_KEY: must be set when STRIPE_WEBHOOK_SECRET is'],
    [{ GOOGLE_CLIENT_ID: 'a' }, 'GOOGLE_CLIENT_SECRET: must be set when GOOGLE_CLIENT_ID is'],
    [{ GITHUB_CLIENT_SECRET: 'a' }, 'GITHUB_CLIENT_ID: must be set when GITHUB_CLIENT_SECRET is'],
    [{ OIDC_CLIENT_ID: 'a' }, 'OIDC_ISSUER, OIDC_CLIENT_SECRET: must be set when OIDC_CLIENT_ID is'],
    [
      { OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'a' },
      'OIDC_CLIENT_SECRET: must be set when OIDC_ISSUER and OIDC_CLIENT_ID are',
    ],
    [{ SMTP_URL: 'smtp://jo@mail.example.com' }, 'SMTP_URL: names the user jo and no password'],
    [{ SMTP_URL: 'smtp://:pw@mail.example.com' }, 'SMTP_URL: holds a password and no user'],
    [{ REDIS_URL: 'redis://jo@cache.example.com' }, 'REDIS_URL: names the user jo and no password'],
    [{ KAFKA_BROKERS: 'k:9092', KAFKA_USERNAME: 'a' }, 'KAFKA_PASSWORD: must be set when KAFKA_BROKERS and KAFKA_USERNAME are'],
    [{ KAFKA_AGENT_BROKERS: 'k:9092' }, 'KAFKA_AGENT_BROKERS: has no effect without KAFKA_BROKERS'],
    [{ NEO4J_URI: 'bolt://h' }, 'NEO4J_PASSWORD: must be set'],
  ])('for half of what belongs together: %j', (variables, line) => {
    const lines = refusal(variables as Record<string, string>);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
  });

  it('for placeholders of other systems on a public address, where they are no trial', () => {
    const variables = {
      ...{ SMTP_URL: 'smtp://jo:changeme@mail.example.com', DATABASE_URL: 'postgres://kg:password@db.example.com/kg' },
      ...{ GITHUB_CLIENT_ID: 'a', GITHUB_CLIENT_SECRET: '<secret>' },
    };
    expect(refusal({ ...PUBLIC, ...variables }).map((line) => line.split(':')[0])).toEqual([
      'GITHUB_CLIENT_SECRET',
      'SMTP_URL',
      'DATABASE_URL',
    ]);
    expect(refusal(variables)).toEqual([]);
  });

  it('not for good ones', () => {
    const settings = {
      ...{ SECRET_KEY: GOOD, ADMIN_TOKEN: randomBytes(24).toString('hex'), SECRET_KEY_OLD: `${GOOD.toLowerCase()}x,${GOOD}y` },
      ...{ SMTP_URL: 'smtp://jo:d8Gk2@mail.example.com', REDIS_URL: 'redis://:d8Gk2@cache.example.com' },
      ...{ DATABASE_URL: 'postgres://kg@db.example.com/kg', STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' },
    };
    expect(refusal({ ...PUBLIC, ...settings })).toEqual([]);
    // A key may hold commas itself, so that the whole text is tried, too.
    expect(readEnv(settings, kept).oldSecretKeys).toEqual([`${GOOD.toLowerCase()}x`, `${GOOD}y`, settings.SECRET_KEY_OLD]);
  });

  it('for an old key that is the current one: nothing would be rotated', () => {
    expect(refusal({ SECRET_KEY: GOOD, SECRET_KEY_OLD: GOOD })[0]).toContain('SECRET_KEY_OLD: holds the current key');
  });
});
