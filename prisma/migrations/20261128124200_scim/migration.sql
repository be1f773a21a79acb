-- Tokens with which the directory of a client keeps its members in step, and what the directory says of them.
CREATE TABLE scim_tokens (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  last_four text NOT NULL,
  hash text NOT NULL UNIQUE,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX scim_tokens_tenant_id ON scim_tokens (tenant_id);

CREATE TABLE scim_users (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  user_name text NOT NULL,
  external_id text,
  display_name text NOT NULL,
  -- An inactive user is no member, and single sign-on does not make one of them.
  active boolean NOT NULL,
  -- The role while active.
  role "Role" NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (tenant_id, user_id),
  UNIQUE (tenant_id, user_name)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['scim_tokens', 'scim_users'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true) OR current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;
