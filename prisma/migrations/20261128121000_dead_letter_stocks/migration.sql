-- How many dead letters a client has, and their bytes: the limit of its plan is compared with this, as counting the letters
-- themselves at each rejection would cost more than the rejection. A trigger keeps it, so that no way to delete letters is missed.
CREATE TABLE "dead_letter_stocks" (
  "tenant_id" TEXT NOT NULL,
  "records" BIGINT NOT NULL,
  "bytes" BIGINT NOT NULL,
  CONSTRAINT "dead_letter_stocks_pkey" PRIMARY KEY ("tenant_id")
);
ALTER TABLE dead_letter_stocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_letter_stocks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON dead_letter_stocks
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

SELECT set_config('app.scope', 'system', false);
INSERT INTO dead_letter_stocks (tenant_id, records, bytes)
SELECT tenant_id, count(*), sum(octet_length(detail) + octet_length(record)) FROM dead_letters GROUP BY tenant_id;
SELECT set_config('app.scope', '', false);

CREATE FUNCTION count_dead_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO dead_letter_stocks AS stock (tenant_id, records, bytes)
    SELECT tenant_id, count(*), sum(octet_length(detail) + octet_length(record)) FROM changed GROUP BY tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET records = stock.records + EXCLUDED.records, bytes = stock.bytes + EXCLUDED.bytes;
  ELSE
    UPDATE dead_letter_stocks AS stock SET records = stock.records - gone.records, bytes = stock.bytes - gone.bytes
    FROM (
      SELECT tenant_id, count(*) AS records, sum(octet_length(detail) + octet_length(record)) AS bytes FROM changed GROUP BY tenant_id
    ) AS gone
    WHERE stock.tenant_id = gone.tenant_id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER count_added_dead_letters AFTER INSERT ON dead_letters
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_dead_letters();
CREATE TRIGGER count_deleted_dead_letters AFTER DELETE ON dead_letters
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_dead_letters();
