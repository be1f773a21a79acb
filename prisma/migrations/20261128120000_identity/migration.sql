-- Sessions live in the database: one can be listed, ended, rotated, and limited in time. The counter that ended all of a
-- user's sessions at once is gone; cookies from before this migration end.
ALTER TABLE users DROP COLUMN session_version;
ALTER TABLE users
  ADD COLUMN totp_secret text,
  ADD COLUMN totp_confirmed_at timestamptz(3),
  ADD COLUMN totp_last_step bigint,
  ADD COLUMN theme text NOT NULL DEFAULT 'system',
  ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  secret_hash text NOT NULL UNIQUE,
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  key_id uuid REFERENCES api_keys (id) ON DELETE CASCADE,
  active_client text REFERENCES tenants (id) ON DELETE CASCADE,
  methods text[] NOT NULL,
  user_agent text NOT NULL,
  address text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  authenticated_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  impersonator text,
  impersonation_reason text,
  CHECK (user_id IS NOT NULL OR key_id IS NOT NULL)
);
CREATE INDEX sessions_user_id ON sessions (user_id);
CREATE INDEX sessions_key_id ON sessions (key_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE recovery_codes (
  hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  used_at timestamptz(3)
);
CREATE INDEX recovery_codes_user_id ON recovery_codes (user_id);

CREATE TABLE passkeys (
  id text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3)
);
CREATE INDEX passkeys_user_id ON passkeys (user_id);

-- A challenge that a browser has to sign with a passkey: valid once, for a few minutes.
CREATE TABLE passkey_challenges (
  challenge text PRIMARY KEY,
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  purpose text NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX passkey_challenges_expires_at ON passkey_challenges (expires_at);

-- The new address of a link that confirms one.
ALTER TABLE email_tokens ADD COLUMN address text;

ALTER TABLE tenants ADD COLUMN requires_second_factor boolean NOT NULL DEFAULT false;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sessions', 'recovery_codes', 'passkeys', 'passkey_challenges'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY system ON %I USING (current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;

-- Client IDs of sign-ups with an address that already has an account: taken as long as those of unconfirmed sign-ups, so that
-- asking for the ID again does not tell the two apart.
CREATE TABLE client_id_reservations (
  id text PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL
);
ALTER TABLE client_id_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_id_reservations FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON client_id_reservations USING (current_setting('app.scope', true) = 'system');
