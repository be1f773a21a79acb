-- Who turned a record away and where it stands in the log, so that a retry notes it once; and what staff did about it.
ALTER TABLE "dead_letters"
  ADD COLUMN "source" TEXT NOT NULL DEFAULT 'edge',
  ADD COLUMN "record_offset" BIGINT,
  ADD COLUMN "replayed_by" TEXT,
  ADD COLUMN "replay_offset" BIGINT,
  ADD COLUMN "discarded_at" TIMESTAMPTZ(3),
  ADD COLUMN "discarded_by" TEXT;
-- Of the letters from before only the edge's are known to be no record of the log; who wrote the others is not known any more.
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
