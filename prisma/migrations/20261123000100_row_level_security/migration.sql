-- Every table with a tenant_id: a row is seen and written only in a transaction that has set
-- app.tenant_id to its client, or app.scope to 'system' (the provider's own work).
-- FORCE makes it hold for the owner of the tables too. With nothing set, nothing is seen.
DO $$
DECLARE
  t text;
BEGIN
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c
    WHERE c.table_schema = current_schema() AND c.column_name = 'tenant_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true) OR current_setting(''app.scope'', true) = ''system'')', t);
  END LOOP;
END
$$;

-- A client sees its own record and its own members.
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenants
  USING (id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY member ON users FOR SELECT
  USING (current_setting('app.scope', true) = 'system'
    OR id IN (SELECT user_id FROM memberships WHERE tenant_id = current_setting('app.tenant_id', true)));
CREATE POLICY system ON users
  USING (current_setting('app.scope', true) = 'system');

-- No client sees these at all.
ALTER TABLE email_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON email_tokens USING (current_setting('app.scope', true) = 'system');
ALTER TABLE stripe_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE stripe_events FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON stripe_events USING (current_setting('app.scope', true) = 'system');
ALTER TABLE outbox_mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox_mails FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON outbox_mails USING (current_setting('app.scope', true) = 'system');
