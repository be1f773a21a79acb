/** What `npm start -- --help` prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names and purposes of the roles, from the text of their files: this also runs on a Node that cannot load TypeScript. */
export function readRoles() {
  const folder = fileURLToPath(new URL('../workers/roles', import.meta.url));
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const [name, purpose] = ['name', 'purpose'].map((word) => new RegExp(`^export const ${word} = (['"])(.+)\\1;$`, 'm').exec(text)?.[2]);
    return name && purpose ? [{ name, purpose }] : [];
  });
}

export const usage = () => `KG RCA: tells operators of Kubernetes clusters why something broke.

Usage: npm start [-- options]

  --port N         where the portal listens (PORT, else 3000)
  --data-dir DIR   where everything is kept (DATA_DIR, else .data)
  --roles A,B      runs only these roles; without it all of them:
${readRoles()
  .map(({ name, purpose }) => `                     ${name.padEnd(14)} ${purpose}`)
  .join('\n')}
  --demo           adds a demo client with a sample cluster and a fault every few minutes
  --log json       writes the log to standard output, a JSON object per line, instead of DIR/logs/kg-rca.log
  --help           this text

Settings come from environment variables; the most important:
  PUBLIC_URL           the address at which people reach the portal (http://127.0.0.1:3000)
  DATABASE_URL         a PostgreSQL server, instead of the embedded one
  STRIPE_SECRET_KEY    with STRIPE_WEBHOOK_SECRET: real payments, instead of the simulated ones on loopback
  SMTP_URL             a mail server, instead of the outbox on loopback
  ADMIN_EMAIL          the first of the provider's staff to sign in; ADMIN_TOKEN: their token for the API
  CONTACT_EMAIL        an address of the provider that the public pages show, with TERMS_URL and PRIVACY_URL
  HEALTH_PORT          where /healthz, /readyz and /metrics are served (the port after the portal's)
  TRUSTED_PROXIES      how many reverse proxies stand in front, whose X-Forwarded-For is believed (0)
  OIDC_ISSUER          with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME: single sign-on; also GOOGLE_ and GITHUB_CLIENT_ID, _SECRET
  SECRET_KEY           encrypts stored secrets and signs sessions; made and kept in the data folder when unset;
                       SECRET_KEY_OLD: those from before, while it is being changed`;
