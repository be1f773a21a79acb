-- Vectors of texts that a client's searches compare (lib/search), of one model each: computed once for as long as a text is there.
CREATE TABLE search_vectors (
  tenant_id text NOT NULL,
  model text NOT NULL,
  text_hash bytea NOT NULL,
  vector bytea NOT NULL,
  used_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, model, text_hash)
);

ALTER TABLE search_vectors ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_vectors FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON search_vectors
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
