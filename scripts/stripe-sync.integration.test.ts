import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { startStripe } from '#simulators/stripe/index.ts';

const root = join(import.meta.dirname, '..');

/** Runs the command as docs/billing.md says, with only these variables. */
function sync(variables: Record<string, string>, ...args: string[]): Promise<{ code: number; output: string }> {
  const command = ['run', '--silent', 'stripe:sync', '--', ...args];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...variables } as unknown as NodeJS.ProcessEnv;
  return new Promise((done) =>
    execFile('npm', command, { cwd: root, env }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    ),
  );
}

it('npm run stripe:sync sets an account up, says what it changed, and with --check only what differs', async () => {
  const db = await freshDatabase();
  const folder = await mkdtemp(join(root, '.cache-sync-'));
  const simulator = await startStripe({ webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_x' } });
  try {
    const account = {
      STRIPE_SECRET_KEY: 'sk_test_1',
      PUBLIC_URL: 'https://rca.example.com',
      STRIPE_SIMULATOR_PORT: String(simulator.port),
      STRIPE_WEBHOOK_SECRET: 'whsec_x',
      SECRET_KEY: 'the secret of the test, long enough for it',
      DATABASE_URL: db.url,
      DATA_DIR: folder,
    };
    const before = await sync(account, '--check');
    expect(before).toMatchObject({ code: 1, output: expect.stringContaining('would create price kg_rca_basic_monthly') });
    const made = await sync(account);
    expect(made).toMatchObject({ code: 0, output: expect.stringContaining('create price kg_rca_basic_monthly: 9900 cents a month') });
    expect(await sync(account)).toEqual({ code: 0, output: 'Stripe is in line with the plans.\n' });
    expect((await sync(account, '--check')).code).toBe(0);
  } finally {
    await simulator.close();
    await db.drop();
    await rm(folder, { recursive: true, force: true });
  }
});

it('npm run stripe:sync without a key or an address says what to set', async () => {
  const { code, output } = await sync({});
  expect(code).toBe(2);
  expect(output).toContain('Set STRIPE_SECRET_KEY');
});
