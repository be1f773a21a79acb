-- Answers that are repeated to whoever sends the same request with the same Idempotency-Key (lib/api/idempotency.ts), for a day.
-- `tenant_id` is null for requests of the provider's staff; `sealed` is null until the first request is answered.
CREATE TABLE idempotency_keys (
  subject text NOT NULL,
  key_hash text NOT NULL,
  tenant_id text,
  fingerprint text NOT NULL,
  sealed text,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (subject, key_hash)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_tenant_id ON idempotency_keys (tenant_id);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency_keys
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
