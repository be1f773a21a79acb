-- Whose API key this is, by its id or by its hash and client: no row for one that is unknown, revoked or expired, or of a client that is
-- closed. Every request with a key asks, so it takes one round trip instead of a transaction: the function has the scope while it looks.
CREATE FUNCTION principal_of_key(wanted_id UUID, wanted_hash TEXT, wanted_tenant TEXT, at TIMESTAMPTZ)
RETURNS TABLE (
  id UUID, key_name TEXT, scopes TEXT[], expires_at TIMESTAMPTZ, last_used_at TIMESTAMPTZ,
  tenant_id TEXT, tenant_name TEXT, plan "Plan", limits JSONB, is_spend_cap_reached BOOLEAN, status "TenantStatus",
  deletion_due_at TIMESTAMPTZ, suspended_reason TEXT
)
LANGUAGE plpgsql AS $$
DECLARE
  scope_before TEXT := COALESCE(current_setting('app.scope', true), '');
BEGIN
  PERFORM set_config('app.scope', 'system', true);
  RETURN QUERY
    SELECT k.id, k.name, k.scopes, k.expires_at, k.last_used_at,
           t.id, t.name, t.plan, t.limits, t.is_spend_cap_reached, t.status, t.deletion_due_at, t.suspended_reason
    FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
    WHERE k.id = COALESCE(wanted_id, (SELECT h.id FROM api_keys h WHERE h.hash = wanted_hash AND h.tenant_id = wanted_tenant))
      AND k.revoked_at IS NULL AND t.status <> 'closed' AND (k.expires_at IS NULL OR k.expires_at > at);
  -- Where it is called within a transaction, the rest of that has the scope which it had.
  PERFORM set_config('app.scope', scope_before, true);
END $$;
