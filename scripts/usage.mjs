/** What `npm start -- --help` prints. */
export const USAGE = `KG RCA: tells operators of Kubernetes clusters why something broke.

Usage: npm start [-- options]

  --port N         where the portal listens (PORT, else 3000)
  --data-dir DIR   where everything is kept (DATA_DIR, else .data)
  --roles A,B      only these roles: web, provisioner, graph-builder, usage, notifier (all)
  --demo           brings a demo client with a living sample cluster and a fault every few minutes
  --help           this text

Settings come from environment variables; the most important:
  PUBLIC_URL           address under which people reach the portal (http://127.0.0.1:3000)
  DATABASE_URL         a PostgreSQL server, instead of the embedded one
  STRIPE_SECRET_KEY    with STRIPE_WEBHOOK_SECRET: real payments, instead of the simulated ones on loopback
  SMTP_URL             a mail server, instead of the outbox on loopback
  ADMIN_EMAIL          who of the provider's staff signs in first; ADMIN_TOKEN: their token for the API
  SECRET_KEY           encrypts stored secrets and signs sessions; made and kept in the data folder when unset`;
