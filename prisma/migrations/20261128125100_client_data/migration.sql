-- The export of a client's data: a row a client, the last one that was asked for, and its archive in chunks. The archive lies in
-- the database and not in a file, so that every web process can serve it and nobody else's policy applies to it.
CREATE TABLE data_exports (
  tenant_id text PRIMARY KEY,
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'expired')),
  requested_by text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  expires_at timestamptz(3),
  attempts integer NOT NULL DEFAULT 0,
  percent integer NOT NULL DEFAULT 0,
  doing text NOT NULL DEFAULT '',
  records bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  sha256 text,
  error text,
  ticket_hash text,
  ticket_until timestamptz(3)
);
-- `export_id` is the attempt that wrote it: what an attempt that died left behind never becomes part of another's archive.
CREATE TABLE data_export_chunks (
  tenant_id text NOT NULL,
  export_id uuid NOT NULL,
  number integer NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (tenant_id, export_id, number)
);
-- It is compressed already.
ALTER TABLE data_export_chunks ALTER COLUMN payload SET STORAGE EXTERNAL;

-- The deletion of a client at its own request. The row stays, for the staff: without personal data once it is done.
CREATE TABLE client_deletions (
  tenant_id text PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('requested', 'withdrawn', 'running', 'done')),
  requested_by text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  reminded_at timestamptz(3),
  -- What the client was before, in case the request is taken back.
  status_before "TenantStatus" NOT NULL,
  reason_before text,
  -- Who gets the report; emptied with the mail.
  owners text[] NOT NULL,
  -- What was there before anything was removed, and which steps are done.
  found jsonb,
  steps text[] NOT NULL DEFAULT '{}',
  error text,
  finished_at timestamptz(3),
  report jsonb
);

-- While this is set, the client's data is refused; the deletion begins at that time.
ALTER TABLE tenants ADD COLUMN deletion_due_at timestamptz(3);

-- Key pairs of the installation: the one that signs reports of deletions. The private key is encrypted with SECRET_KEY.
CREATE TABLE installation_keys (
  name text PRIMARY KEY,
  public_key text NOT NULL,
  ciphertext text NOT NULL,
  created_at timestamptz(3) NOT NULL
);

-- The client that a kept mail is about, so that it goes with the client.
ALTER TABLE outbox_mails ADD COLUMN tenant_id text;
CREATE INDEX outbox_mails_tenant_id ON outbox_mails (tenant_id);

-- The content of an entry of a client that was deleted is erased; its place and hash stay, so that the chain goes on.
ALTER TABLE audit_entries ADD COLUMN erased_at timestamptz(3);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['data_exports', 'data_export_chunks', 'client_deletions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true) OR current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;
ALTER TABLE installation_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE installation_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON installation_keys USING (current_setting('app.scope', true) = 'system');

-- An entry of a client that is erased may be deleted or emptied; its place and hash cannot be changed then either.
CREATE OR REPLACE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.erasing_audit', true) = OLD.tenant_id THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    IF NEW.erased_at IS NOT NULL AND (NEW.id, NEW.tenant_id, NEW.place, NEW.hash) IS NOT DISTINCT FROM (OLD.id, OLD.tenant_id, OLD.place, OLD.hash) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
     AND to_jsonb(NEW) - 'place' - 'hash' = to_jsonb(OLD) - 'place' - 'hash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'entries of the audit log cannot be changed or deleted';
END
$$;
