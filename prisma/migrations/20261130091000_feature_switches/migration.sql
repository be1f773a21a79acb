-- What the staff have switched on or off: for the whole installation, or for one client. The switches themselves are declared in
-- lib/features/features.ts.
CREATE TABLE feature_switches (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- Null for the installation.
  tenant_id text REFERENCES tenants (id) ON DELETE CASCADE,
  is_on boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX feature_switches_name ON feature_switches (name, coalesce(tenant_id, ''));
CREATE INDEX feature_switches_tenant_id ON feature_switches (tenant_id);
ALTER TABLE feature_switches ENABLE ROW LEVEL SECURITY;
ALTER TABLE feature_switches FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON feature_switches USING (current_setting('app.scope', true) = 'system');
