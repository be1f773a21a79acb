-- A row an append instead of a row a record, packed by lib/event-log/postgres/segment.ts.
CREATE TABLE "log_segments" (
  "tenant_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "last_offset" BIGINT NOT NULL,
  "records" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL,
  "appended_at" BIGINT NOT NULL,
  "payload" BYTEA NOT NULL,
  CONSTRAINT "log_segments_pkey" PRIMARY KEY ("tenant_id", "stream", "last_offset")
);
-- It is compressed already.
ALTER TABLE "log_segments" ALTER COLUMN "payload" SET STORAGE EXTERNAL;
ALTER TABLE log_segments ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_segments FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON log_segments
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');

-- Records that are there become segments of one record. Lengths are in UTF-16 code units: characters outside the basic plane are two.
SELECT set_config('app.scope', 'system', false);
INSERT INTO log_segments (tenant_id, stream, last_offset, records, bytes, appended_at, payload)
SELECT tenant_id, stream, "offset", 1, octet_length(key) + octet_length(value), appended_at,
  convert_to(
    format(E'{"keys":[%s],"values":[%s]}\n',
      2 * length(key) - length(regexp_replace(key, '[\U00010000-\U0010FFFF]', '', 'g')),
      2 * length(value) - length(regexp_replace(value, '[\U00010000-\U0010FFFF]', '', 'g'))) || key || value, 'UTF8')
FROM log_records;
SELECT set_config('app.scope', '', false);
DROP TABLE "log_records";

ALTER TABLE "log_streams" ADD COLUMN "compacted_before" BIGINT NOT NULL DEFAULT 0;
-- Identities are forgotten once a day, which is no reason to keep an index up to date with every event.
DROP INDEX "usage_seen_tenant_id_day_idx";
