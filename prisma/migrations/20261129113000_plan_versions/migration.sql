-- Plans as versioned data, contracts with single clients, and how near clients are to their limits (lib/plans, lib/limits).
CREATE TABLE plan_versions (
  plan "Plan" NOT NULL,
  version integer NOT NULL,
  terms jsonb NOT NULL CHECK ((terms ->> 'version')::integer = version),
  note text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (plan, version)
);
-- Equal to PLANS of lib/plans/plans.ts.
INSERT INTO plan_versions (plan, version, terms, note, created_by) VALUES
  ('free', 1, '{"name":"Free","version":1,"monthlyCents":0,"eventsPerDay":10000,"rcaQueriesPerMonth":100,"storageBytes":1000000000,"storageCeilingBytes":1000000000,"rejectedPerDay":10000,"duplicatesPerDay":100000,"deadLetters":{"records":1000,"bytes":10000000},"liveObjects":10000,"apiCallsPerMonth":10000,"clusters":1,"retentionDays":7,"requestsPerMinute":100,"kafka":{"producerBytesPerSecond":100000,"requestPercentage":5},"overage":null}', 'The first version', 'system'),
  ('basic', 1, '{"name":"Basic","version":1,"monthlyCents":9900,"eventsPerDay":100000,"rcaQueriesPerMonth":1000,"storageBytes":10000000000,"storageCeilingBytes":100000000000,"rejectedPerDay":100000,"duplicatesPerDay":1000000,"deadLetters":{"records":10000,"bytes":100000000},"liveObjects":50000,"apiCallsPerMonth":100000,"clusters":3,"retentionDays":30,"requestsPerMinute":1000,"kafka":{"producerBytesPerSecond":1000000,"requestPercentage":10},"overage":{"centsPer1kEvents":10,"centsPerRcaQuery":50,"centsPerGb":200}}', 'The first version', 'system'),
  ('pro', 1, '{"name":"Pro","version":1,"monthlyCents":49900,"eventsPerDay":1000000,"rcaQueriesPerMonth":10000,"storageBytes":100000000000,"storageCeilingBytes":1000000000000,"rejectedPerDay":1000000,"duplicatesPerDay":10000000,"deadLetters":{"records":100000,"bytes":1000000000},"liveObjects":100000,"apiCallsPerMonth":1000000,"clusters":10,"retentionDays":90,"requestsPerMinute":10000,"kafka":{"producerBytesPerSecond":5000000,"requestPercentage":25},"overage":{"centsPer1kEvents":5,"centsPerRcaQuery":25,"centsPerGb":100}}', 'The first version', 'system'),
  ('enterprise', 1, '{"name":"Enterprise","version":1,"monthlyCents":null,"eventsPerDay":null,"rcaQueriesPerMonth":null,"storageBytes":null,"storageCeilingBytes":10000000000000,"rejectedPerDay":10000000,"duplicatesPerDay":100000000,"deadLetters":{"records":1000000,"bytes":10000000000},"liveObjects":300000,"apiCallsPerMonth":null,"clusters":null,"retentionDays":365,"requestsPerMinute":100000,"kafka":{"producerBytesPerSecond":50000000,"requestPercentage":100},"overage":null}', 'The first version', 'system');

-- What plans offer is no secret: whoever works for a client or for the provider may read it, and only the provider's work writes it.
ALTER TABLE plan_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON plan_versions FOR SELECT
  USING (current_setting('app.tenant_id', true) <> '' OR current_setting('app.scope', true) = 'system');
CREATE POLICY system ON plan_versions
  USING (current_setting('app.scope', true) = 'system');

CREATE TABLE contracts (
  id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  terms jsonb NOT NULL,
  currency_note text NOT NULL,
  note text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX contracts_tenant_id ON contracts (tenant_id, starts_at);

CREATE TABLE limit_states (
  tenant_id text NOT NULL,
  name text NOT NULL,
  month date NOT NULL,
  state text NOT NULL CHECK (state IN ('ok', 'warned', 'over', 'blocked')),
  used bigint NOT NULL,
  allowed bigint NOT NULL,
  threshold integer NOT NULL,
  projected_at timestamptz(3),
  resets_at timestamptz(3),
  told_threshold integer NOT NULL DEFAULT 0,
  told_projected boolean NOT NULL DEFAULT false,
  checked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, name, month)
);

ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contracts
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE limit_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_states FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON limit_states
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE tenants
  ADD COLUMN plan_version integer NOT NULL DEFAULT 0,
  ADD COLUMN limits jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN contract_id uuid,
  ADD COLUMN next_plan_version integer,
  ADD COLUMN next_plan_version_at timestamptz(3),
  ADD COLUMN spend_cap_cents integer CHECK (spend_cap_cents >= 0),
  ADD COLUMN is_spend_cap_hard boolean NOT NULL DEFAULT false;

-- The limits that hold for a client stand in its own row, since every request reads that. A trigger keeps them, so that no way
-- to change a plan, a version or a contract is missed. Who changes the plan gets its newest version.
CREATE FUNCTION set_tenant_limits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.plan <> OLD.plan AND NEW.plan_version = OLD.plan_version THEN
    NEW.plan_version := 0;
    NEW.next_plan_version := NULL;
    NEW.next_plan_version_at := NULL;
  END IF;
  IF NEW.plan_version = 0 THEN
    SELECT max(version) INTO STRICT NEW.plan_version FROM plan_versions WHERE plan = NEW.plan;
  END IF;
  IF NEW.contract_id IS NULL THEN
    SELECT terms INTO STRICT NEW.limits FROM plan_versions WHERE plan = NEW.plan AND version = NEW.plan_version;
  ELSE
    SELECT terms INTO STRICT NEW.limits FROM contracts WHERE id = NEW.contract_id AND tenant_id = NEW.id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER set_tenant_limits BEFORE INSERT OR UPDATE OF plan, plan_version, contract_id, limits ON tenants
  FOR EACH ROW EXECUTE FUNCTION set_tenant_limits();

SELECT set_config('app.scope', 'system', false);
UPDATE tenants SET plan_version = 0;
SELECT set_config('app.scope', '', false);
