-- The audit log of a client is a chain: each sealed entry carries its place and a hash over itself and the entry before, so that
-- an entry that is changed, removed or put in between is noticed (lib/audit/chain.ts).
ALTER TABLE audit_entries
  ADD COLUMN address text,
  ADD COLUMN place bigint,
  ADD COLUMN hash text;
CREATE UNIQUE INDEX audit_entries_place ON audit_entries (tenant_id, place);
CREATE INDEX audit_entries_unsealed ON audit_entries (id) WHERE hash IS NULL;

-- Entries are only written and sealed. They are deleted only with a client that never was (an unconfirmed sign-up) or that asked
-- for its deletion, in a transaction that says so.
CREATE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.erasing_audit', true) = OLD.tenant_id THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
     AND to_jsonb(NEW) - 'place' - 'hash' = to_jsonb(OLD) - 'place' - 'hash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'entries of the audit log cannot be changed or deleted';
END
$$;
CREATE TRIGGER keep_audit_entries BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION keep_audit_entries();
