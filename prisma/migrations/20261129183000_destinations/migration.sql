-- Destinations: where a client is told of its incidents, by which rules, and what became of each message. Until now all members
-- got a mail for each incident; that is a destination of its own now, which every client has from the start and may change.
CREATE TABLE destinations (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  kind text NOT NULL,
  name text NOT NULL,
  settings jsonb NOT NULL,
  rules jsonb NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  disabled_reason text,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  -- Nothing is sent before: the rate limit of the destination, or the wait after a failure.
  send_after timestamptz(3) NOT NULL DEFAULT to_timestamp(0),
  -- A process sends to it until then.
  claimed_until timestamptz(3),
  failing_since timestamptz(3),
  failures integer NOT NULL DEFAULT 0
);
CREATE INDEX destinations_tenant_id ON destinations (tenant_id);

CREATE TABLE deliveries (
  id bigserial PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  destination_id uuid NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
  -- No reference: the log outlives an incident.
  incident_id uuid,
  history_id bigint,
  event text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'superseded')),
  created_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  attempted_at timestamptz(3),
  -- An attempt may have reached the destination although no answer came.
  maybe_received boolean NOT NULL DEFAULT false,
  answer text,
  -- Not jsonb: sent again, a message is the same to the byte.
  message json,
  -- An entry of an incident's history reaches a destination once.
  UNIQUE (destination_id, history_id)
);
CREATE INDEX deliveries_destination ON deliveries (destination_id, id);
CREATE INDEX deliveries_tenant_id ON deliveries (tenant_id, created_at);
CREATE INDEX deliveries_waiting ON deliveries (destination_id, due_at) WHERE state = 'waiting';

CREATE TABLE destination_incidents (
  tenant_id text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  destination_id uuid NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
  incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  told text NOT NULL CHECK (told IN ('open', 'acknowledged', 'resolved')),
  fingerprint text NOT NULL,
  thread text,
  PRIMARY KEY (destination_id, incident_id)
);
CREATE INDEX destination_incidents_tenant_id ON destination_incidents (tenant_id);
CREATE INDEX destination_incidents_incident ON destination_incidents (incident_id);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['destinations', 'deliveries', 'destination_incidents'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true) OR current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;

-- What has happened to an incident and has not been handed to the destinations yet. A mark, because the ids of entries are given
-- out before they are visible: a reader that remembered the last id could pass one by.
ALTER TABLE incident_history ADD COLUMN announced_at timestamptz(3);
SELECT set_config('app.scope', 'system', false);
UPDATE incident_history SET announced_at = at;
CREATE INDEX incident_history_unannounced ON incident_history (id) WHERE announced_at IS NULL;

-- Every client begins with a mail to all its members when an incident opens.
CREATE FUNCTION add_first_destination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO destinations (id, tenant_id, kind, name, settings, rules, created_by, created_at, updated_at)
  VALUES (gen_random_uuid(), NEW.id, 'mail', 'All members', '{"to": "members", "addresses": []}', '{"updates": []}', 'KG RCA', NEW.created_at, NEW.created_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER first_destination AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION add_first_destination();
INSERT INTO destinations (id, tenant_id, kind, name, settings, rules, created_by, created_at, updated_at)
SELECT gen_random_uuid(), id, 'mail', 'All members', '{"to": "members", "addresses": []}', '{"updates": []}', 'KG RCA', now(), now() FROM tenants;
SELECT set_config('app.scope', '', false);
