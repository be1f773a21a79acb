-- What people do with an incident (lib/incidents): how bad it is, who works on it, until when it is quiet, what it came to; comments,
-- links to other incidents, links that show it to somebody without an account, and the filters of the list that members keep.
ALTER TABLE incidents
  ADD COLUMN severity text NOT NULL DEFAULT 'major' CHECK (severity IN ('critical', 'major', 'minor')),
  ADD COLUMN acknowledged_at timestamptz(3),
  ADD COLUMN acknowledged_by text,
  ADD COLUMN assignee_id uuid REFERENCES users (id) ON DELETE SET NULL,
  ADD COLUMN snoozed_until timestamptz(3),
  ADD COLUMN resolved_at timestamptz(3),
  ADD COLUMN resolved_by text,
  ADD COLUMN resolution_code text,
  ADD COLUMN resolution_note text,
  ADD CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
  ADD CHECK ((resolved_at IS NULL) = (resolved_by IS NULL));
CREATE INDEX incidents_assignee_id ON incidents (assignee_id);

CREATE TABLE incident_comments (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  -- Null where a key wrote it, and once the account of its author is deleted.
  user_id uuid REFERENCES users (id) ON DELETE SET NULL,
  author text NOT NULL,
  body text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX incident_comments_incident_id ON incident_comments (tenant_id, incident_id);
CREATE INDEX incident_comments_user_id ON incident_comments (user_id);

-- Two incidents that people hold for related, once a pair: the id that sorts first is `incident_id`.
CREATE TABLE incident_links (
  tenant_id text NOT NULL,
  incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  other_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  linked_by text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, other_id),
  CHECK (incident_id < other_id)
);
CREATE INDEX incident_links_other_id ON incident_links (other_id);

CREATE TABLE incident_shares (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  token_hash text NOT NULL UNIQUE,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  last_opened_at timestamptz(3)
);
CREATE INDEX incident_shares_incident_id ON incident_shares (tenant_id, incident_id);

CREATE TABLE incident_views (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  UNIQUE (tenant_id, user_id, name)
);
CREATE INDEX incident_views_user_id ON incident_views (user_id);

ALTER TABLE incident_comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_comments FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON incident_comments
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE incident_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_links FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON incident_links
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE incident_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_shares FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON incident_shares
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE incident_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_views FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON incident_views
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
