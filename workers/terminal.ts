import { join } from 'node:path';
import { staffExists, staffSignInLink } from '#lib/auth/index.ts';
import type { Env } from '#lib/platform/env.ts';
import type { Composed } from './compose.ts';
import type { Options } from './options.ts';
import { ROLES } from './roles/index.ts';

/** What people read once everything runs: the address, how to sign in, and where things are. */
export async function welcome(options: Options, settings: Env, { healthUrl, demo }: Composed): Promise<string> {
  const { publicUrl, loopback, SMTP_URL, STRIPE_SECRET_KEY, ADMIN_EMAIL } = settings;
  const isWeb = options.roles.includes('web');
  const lines = ['', `KG RCA is ready: ${isWeb ? publicUrl : options.roles.join(', ')}`, ''];
  if (demo) lines.push(`  Demo client     ${demo.signIn.email} / ${demo.signIn.password}`);
  if (isWeb && loopback && !SMTP_URL) lines.push(`  Mails land in   ${publicUrl}/outbox`);
  if (isWeb && loopback && !STRIPE_SECRET_KEY) lines.push('  Payments        simulated; card 4242 4242 4242 4242 pays');
  if (isWeb && !(await staffExists())) {
    const email = ADMIN_EMAIL ?? 'staff@localhost';
    lines.push(
      `  Staff sign in   ${await staffSignInLink(email, Date.now())}`,
      `                  (once, within 24 hours, as ${email}; choose a password there)`,
    );
  }
  lines.push(`  Health          ${healthUrl}/healthz, /readyz, /metrics`);
  lines.push(`  Logs            ${options.log === 'json' ? 'standard output' : join(settings.DATA_DIR, 'logs/kg-rca.log')}`);
  const isAll = options.roles.length === ROLES.length;
  lines.push('', `  Ctrl-C stops ${isAll ? 'everything' : 'it'}.`, '', '');
  return lines.join('\n');
}

/** What an error says, in one line; connections to several addresses fail with an error that has no message of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return messageOf(error.errors[0]);
  const { message } = error instanceof Error ? error : new Error(String(error));
  return message.trim().replace(/\s*\n\s*/g, ' ') || 'an error without a message; the log holds its stack';
}
