-- A client's other place, where its graph is rebuilt while the one that serves goes on.
ALTER TABLE "graph_placements" ADD COLUMN "draft_server" TEXT, ADD COLUMN "draft_database" TEXT;
ALTER TABLE "graph_placements" ADD CONSTRAINT "graph_placements_draft_server_fkey"
  FOREIGN KEY ("draft_server") REFERENCES "graph_servers"("uri") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX "graph_placements_draft_server_draft_database_key" ON "graph_placements"("draft_server", "draft_database");

-- The last rebuild of each client's graph: asked for by staff, done by whoever builds for the client.
CREATE TABLE "graph_rebuilds" (
  "tenant_id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "requested_by" TEXT NOT NULL,
  "applied" BIGINT NOT NULL DEFAULT 0,
  "total" BIGINT NOT NULL DEFAULT 0,
  "ended_at" TIMESTAMPTZ(3),
  "error" TEXT,
  CONSTRAINT "graph_rebuilds_pkey" PRIMARY KEY ("tenant_id")
);
ALTER TABLE graph_rebuilds ENABLE ROW LEVEL SECURITY;
ALTER TABLE graph_rebuilds FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON graph_rebuilds
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
