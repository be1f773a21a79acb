-- Single sign-on of a client: its issuer, the mail domains that it has proved to own, and who at the issuer is who here.
-- The secret that the client has with its issuer is in `credentials`.
CREATE TABLE sso_connections (
  tenant_id text PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  client_id text NOT NULL,
  -- The issuer's discovery document.
  metadata jsonb NOT NULL,
  default_role "Role" NOT NULL DEFAULT 'viewer',
  is_required boolean NOT NULL DEFAULT false,
  updated_at timestamptz(3) NOT NULL
);

CREATE TABLE sso_domains (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  domain text NOT NULL,
  token text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  verified_at timestamptz(3),
  checked_at timestamptz(3),
  -- Since when the record of a verified domain has been missing.
  missing_since timestamptz(3),
  UNIQUE (tenant_id, domain)
);
-- Anybody may claim a domain; only one client has it verified.
CREATE UNIQUE INDEX sso_domains_verified ON sso_domains (domain) WHERE verified_at IS NOT NULL;

CREATE TABLE sso_identities (
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, issuer, subject),
  UNIQUE (tenant_id, user_id)
);

-- The client whose single sign-on opened a session: the session works for that client only. No reference, so that nothing can
-- set it to null and thereby open the person's other clients to the session.
ALTER TABLE sessions ADD COLUMN sso_client text;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sso_connections', 'sso_domains', 'sso_identities'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true) OR current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;
