-- What the staff note about a client. Not even the client's own scope shows them.
CREATE TABLE client_notes (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  author text NOT NULL,
  body text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  edited_by text,
  edited_at timestamptz(3)
);
CREATE INDEX client_notes_tenant_id ON client_notes (tenant_id, created_at);
ALTER TABLE client_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON client_notes USING (current_setting('app.scope', true) = 'system');
