-- What was skipped so that the rest could go on: a cluster that could not be diagnosed, an incident that could not be stored, a
-- client that could not be counted. The staff see it; the row goes when the work succeeds again, or with time.
CREATE TABLE "work_failures" (
  "tenant_id" TEXT NOT NULL,
  "work" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "error" TEXT NOT NULL,
  "times" INTEGER NOT NULL DEFAULT 1,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "work_failures_pkey" PRIMARY KEY ("tenant_id", "work", "subject")
);
ALTER TABLE work_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON work_failures
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
