-- Tokens of the provider's programs: named, scoped, revocable.
CREATE TABLE staff_tokens (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  last_four text NOT NULL,
  hash text NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
ALTER TABLE staff_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON staff_tokens USING (current_setting('app.scope', true) = 'system');

-- Staff who look at a client's account do so for a limited time.
ALTER TABLE sessions ADD COLUMN impersonation_until timestamptz(3);
