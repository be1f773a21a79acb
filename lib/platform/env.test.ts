import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BadEnvironmentError, optionalUrl, readEnv, settingsOf } from './env.ts';

const kept = () => 'the secret that the data folder keeps, long enough';

describe('readEnv', () => {
  it('runs on loopback with no variable set', () => {
    expect(readEnv({}, kept)).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      loopback: true,
      secretKey: kept(),
    });
  });

  it('takes an empty variable as unset', () => {
    expect(readEnv({ PORT: '', SMTP_URL: '' }, kept).PORT).toBe(3000);
  });

  it.each([
    [{ PUBLIC_URL: 'https://rca.example.com/' }, 'https://rca.example.com', false],
    [{ PUBLIC_URL: 'http://localhost:4000' }, 'http://localhost:4000', true],
    [{ HOST: '0.0.0.0', PORT: '80' }, 'http://localhost:80', false],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://127.0.0.1:3000' }, 'http://127.0.0.1:3000', false],
    [{ HOST: '10.0.0.5' }, 'http://10.0.0.5:3000', false],
    [{ PUBLIC_URL: 'http://127.0.0.1.example.com' }, 'http://127.0.0.1.example.com', false],
  ])('knows of %j its public address and whether it is loopback', (variables, publicUrl, loopback) => {
    expect(readEnv(variables, kept)).toMatchObject({ publicUrl, loopback });
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT: must be a whole number'],
    [{ PORT: '70000' }, 'PORT: must be 1 to 65535'],
    [{ HEALTH_PORT: '-1' }, 'HEALTH_PORT: must be 0 (any free port) to 65535'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be a URL beginning with postgres://'],
    [{ SECRET_KEY: 'short' }, 'SECRET_KEY: must have at least 32 characters'],
    [{ STRIPE_SECRET_KEY: 'nonsense' }, 'STRIPE_SECRET_KEY: must be a secret key of Stripe'],
    [{ STRIPE_SECRET_KEY: 'sk_live_x' }, 'STRIPE_WEBHOOK_SECRET: must be set'],
    [{ NEO4J_URI: 'bolt://h' }, 'NEO4J_PASSWORD: must be set'],
    [{ ADMIN_EMAIL: 'nobody' }, 'ADMIN_EMAIL: must be an email address'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('refuses %j naming the variable and the way out', (variables, message) => {
    expect(() => readEnv(variables as Record<string, string>, kept)).toThrow(BadEnvironmentError);
    expect(() => readEnv(variables as Record<string, string>, kept)).toThrow(message);
  });
});

describe('the settings that a role or a channel declares', () => {
  const chat = { CHAT_WEBHOOK_URL: optionalUrl(['https:']), CHAT_RETRIES: z.coerce.number('must be a number').default(3) };

  it('are read with all others, with their defaults', () => {
    const settings = readEnv({ CHAT_WEBHOOK_URL: 'https://chat.example.com/hook', PORT: '4000' }, kept, [chat]);
    expect(settingsOf(chat, settings)).toEqual({ CHAT_WEBHOOK_URL: 'https://chat.example.com/hook', CHAT_RETRIES: 3 });
    expect(settings.PORT).toBe(4000);
  });

  it('are refused like all others, every bad one in one answer', () => {
    const read = () => readEnv({ CHAT_WEBHOOK_URL: 'ftp://x', CHAT_RETRIES: 'many', PORT: 'abc' }, kept, [chat]);
    expect(read).toThrow(BadEnvironmentError);
    expect(read).toThrow(/PORT: must be .*\nCHAT_WEBHOOK_URL: must be a URL beginning with https:.*\nCHAT_RETRIES: must be a number/);
  });

  it.each([
    ['a setting of the product', [{ PORT: z.string() }]],
    ['the same as another', [chat, chat]],
  ])('cannot be %s', (_, declared) => {
    expect(() => readEnv({}, kept, declared)).toThrow(/declared twice/);
  });
});
