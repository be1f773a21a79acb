-- What the provider tells everybody at the top of the portal, such as a maintenance window.
CREATE TABLE announcements (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  body text NOT NULL,
  tone text NOT NULL CHECK (tone IN ('info', 'warn', 'bad')),
  shown_from timestamptz(3) NOT NULL,
  shown_until timestamptz(3) NOT NULL CHECK (shown_until > shown_from),
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX announcements_shown_until ON announcements (shown_until);
ALTER TABLE announcements ENABLE ROW LEVEL SECURITY;
ALTER TABLE announcements FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON announcements USING (current_setting('app.scope', true) = 'system');
