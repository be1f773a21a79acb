-- How each part of the installation was, for the public status page. It holds nothing of any client.
CREATE TABLE status_periods (
  id bigserial PRIMARY KEY,
  component text NOT NULL,
  state text NOT NULL,
  began_at timestamptz(3) NOT NULL,
  checked_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3)
);
-- Two processes that look at the same time write one period.
CREATE UNIQUE INDEX status_periods_open ON status_periods (component) WHERE ended_at IS NULL;
CREATE INDEX status_periods_began ON status_periods (began_at);
ALTER TABLE status_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE status_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON status_periods USING (current_setting('app.scope', true) = 'system');
