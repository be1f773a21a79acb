-- Metering, invoices and dunning: usage by hour and day, what invoices are explained by, the stages of an invoice that our worker
-- charges, writes at Stripe that a crash must not repeat, and the way of usage to Stripe's meters (lib/billing, lib/usage).
ALTER TABLE tenants ADD COLUMN billing_email text, ADD COLUMN grace_until timestamptz(3);
ALTER TABLE subscriptions ADD COLUMN scheduled_plan "Plan", ADD COLUMN schedule_id text;

CREATE TYPE "InvoiceStage" AS ENUM ('held', 'announced', 'retrying', 'unpaid', 'settled');
ALTER TABLE invoices
  ADD COLUMN stage "InvoiceStage",
  ADD COLUMN due_at timestamptz(3),
  ADD COLUMN failed_charges integer NOT NULL DEFAULT 0,
  ADD COLUMN decline_code text;
CREATE INDEX invoices_due_at ON invoices (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE usage_hours (
  tenant_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  metric "Metric" NOT NULL,
  cluster text NOT NULL,
  stream text NOT NULL,
  late boolean NOT NULL DEFAULT false,
  value bigint NOT NULL,
  PRIMARY KEY (tenant_id, hour, metric, cluster, stream, late)
);
CREATE TABLE usage_days (
  tenant_id text NOT NULL,
  day date NOT NULL,
  events bigint NOT NULL,
  rca_queries bigint NOT NULL,
  storage_bytes bigint,
  terms jsonb NOT NULL,
  computed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, day)
);
CREATE TABLE invoice_overages (
  invoice_id text NOT NULL,
  tenant_id text NOT NULL,
  metric "Metric" NOT NULL,
  unit_cents integer NOT NULL,
  quantity integer NOT NULL,
  cents integer NOT NULL,
  PRIMARY KEY (invoice_id, metric, unit_cents)
);
CREATE INDEX invoice_overages_tenant_id ON invoice_overages (tenant_id);
CREATE TABLE billing_periods (
  tenant_id text NOT NULL,
  period_start timestamptz(3) NOT NULL,
  invoice_id text NOT NULL,
  closed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, period_start)
);
CREATE TABLE stripe_operations (
  key text PRIMARY KEY,
  tenant_id text NOT NULL,
  what text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  done_at timestamptz(3)
);
CREATE INDEX stripe_operations_tenant_id ON stripe_operations (tenant_id);
CREATE TABLE meter_events (
  identifier text PRIMARY KEY,
  tenant_id text NOT NULL,
  metric "Metric" NOT NULL,
  hour timestamptz(3) NOT NULL,
  value bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  sent_at timestamptz(3),
  attempts integer NOT NULL DEFAULT 0,
  error text
);
CREATE INDEX meter_events_hour ON meter_events (tenant_id, hour);
CREATE INDEX meter_events_unsent ON meter_events (hour) WHERE sent_at IS NULL;
CREATE TABLE meter_reconciliations (
  tenant_id text NOT NULL,
  day date NOT NULL,
  metric "Metric" NOT NULL,
  ours bigint NOT NULL,
  theirs bigint NOT NULL,
  corrected bigint NOT NULL DEFAULT 0,
  checked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, day, metric)
);

ALTER TABLE usage_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON usage_hours
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE usage_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_days FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON usage_days
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE invoice_overages ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_overages FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invoice_overages
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE billing_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON billing_periods
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE stripe_operations ENABLE ROW LEVEL SECURITY;
ALTER TABLE stripe_operations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stripe_operations
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE meter_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE meter_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON meter_events
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE meter_reconciliations ENABLE ROW LEVEL SECURITY;
ALTER TABLE meter_reconciliations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON meter_reconciliations
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
