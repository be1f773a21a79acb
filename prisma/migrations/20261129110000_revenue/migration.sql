-- What the provider earns and spends: how each client's monthly price changed, and the cost rates that the provider sets.
CREATE TABLE subscription_changes (
  id bigserial PRIMARY KEY,
  tenant_id text NOT NULL,
  at timestamptz(3) NOT NULL,
  plan "Plan" NOT NULL,
  monthly_cents integer NOT NULL
);
CREATE INDEX subscription_changes_tenant_at ON subscription_changes (tenant_id, at);
ALTER TABLE subscription_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON subscription_changes
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

-- Clients that pay already: since when is not known, so since their period began.
INSERT INTO subscription_changes (tenant_id, at, plan, monthly_cents)
SELECT tenant_id, current_period_start, plan, CASE plan WHEN 'basic' THEN 9900 WHEN 'pro' THEN 49900 ELSE 0 END
FROM subscriptions WHERE status IN ('active', 'trialing', 'past_due');

CREATE TABLE cost_rates (
  name text PRIMARY KEY,
  micro_cents bigint NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  updated_by text NOT NULL
);
ALTER TABLE cost_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_rates FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON cost_rates USING (current_setting('app.scope', true) = 'system');
