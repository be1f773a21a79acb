-- What was run in the query console of a client: the last queries, with their text and what came of them (lib/queries/console.ts).
CREATE TABLE console_queries (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  actor text NOT NULL,
  at timestamptz(3) NOT NULL,
  cypher text NOT NULL,
  parameters jsonb NOT NULL,
  outcome text NOT NULL,
  rows integer,
  ms integer NOT NULL,
  error text
);
CREATE INDEX console_queries_tenant_id ON console_queries (tenant_id, id);

ALTER TABLE console_queries ENABLE ROW LEVEL SECURITY;
ALTER TABLE console_queries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON console_queries
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
