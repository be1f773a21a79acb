-- Who turned a record away and where it stands in the log, so that a retry notes it once; and what staff did about it.
ALTER TABLE "dead_letters"
  ADD COLUMN "source" TEXT NOT NULL DEFAULT 'edge',
  ADD COLUMN "record_offset" BIGINT,
  ADD COLUMN "replayed_by" TEXT,
  ADD COLUMN "replay_offset" BIGINT,
  ADD COLUMN "discarded_at" TIMESTAMPTZ(3),
  ADD COLUMN "discarded_by" TEXT;
-- Who wrote the letters from before is not known any more; without an offset they stand for no record of the log.
ALTER TABLE "dead_letters" ALTER COLUMN "source" DROP DEFAULT;
CREATE UNIQUE INDEX "dead_letters_tenant_id_stream_record_offset_source_key"
  ON "dead_letters"("tenant_id", "stream", "record_offset", "source");
CREATE INDEX "dead_letters_waiting_idx" ON "dead_letters"("tenant_id") WHERE replayed_at IS NULL AND discarded_at IS NULL;

-- How many records were ever turned away, by whom: letters go with the client's retention, this stays.
CREATE TABLE "dead_letter_counts" (
  "tenant_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "records" BIGINT NOT NULL,
  CONSTRAINT "dead_letter_counts_pkey" PRIMARY KEY ("tenant_id", "stream", "source")
);
ALTER TABLE dead_letter_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_letter_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON dead_letter_counts
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

-- What was turned away before: the counters know how many, and the positions how many of all counted were in the log.
-- The rest was the edge's. The streams of these are not known any more.
SELECT set_config('app.scope', 'system', false);
WITH counted AS (
  SELECT tenant_id, sum(value) AS records, coalesce(sum(value) FILTER (WHERE metric = 'rejected'), 0) AS rejected
  FROM usage_counters WHERE metric IN ('events', 'duplicates', 'rejected') GROUP BY tenant_id
), passed AS (
  SELECT tenant_id, sum(position) AS records FROM usage_positions GROUP BY tenant_id
), known AS (
  SELECT c.tenant_id, c.rejected, greatest(c.records - coalesce(p.records, 0), 0) AS edge
  FROM counted c LEFT JOIN passed p USING (tenant_id)
)
INSERT INTO dead_letter_counts (tenant_id, stream, source, records)
SELECT tenant_id, 'events.normalized', source, records
FROM known, LATERAL (VALUES ('edge', edge), ('usage', rejected - edge)) AS s(source, records)
WHERE records > 0;
SELECT set_config('app.scope', '', false);
