-- Clusters that a client removed: what came from them before is kept out of its graph, also when that is rebuilt from the log.
CREATE TABLE removed_clusters (
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  removed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
ALTER TABLE removed_clusters ENABLE ROW LEVEL SECURITY;
ALTER TABLE removed_clusters FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON removed_clusters
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
