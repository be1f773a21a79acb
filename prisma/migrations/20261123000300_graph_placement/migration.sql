-- Where the graph of each client lives, when graph servers hold them (NEO4J_URI).
CREATE TABLE "graph_servers" (
  "uri" TEXT NOT NULL,
  "edition" TEXT NOT NULL,
  "capacity" INTEGER NOT NULL,
  -- The one database of a Community server; null where each client gets one of its own.
  "only_database" TEXT,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "graph_servers_pkey" PRIMARY KEY ("uri")
);
CREATE TABLE "graph_placements" (
  "tenant_id" TEXT NOT NULL,
  "server" TEXT NOT NULL,
  "database" TEXT NOT NULL,
  CONSTRAINT "graph_placements_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "graph_placements_server_fkey" FOREIGN KEY ("server") REFERENCES "graph_servers"("uri") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "graph_placements_server_database_key" ON "graph_placements"("server", "database");

ALTER TABLE graph_servers ENABLE ROW LEVEL SECURITY;
ALTER TABLE graph_servers FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON graph_servers USING (current_setting('app.scope', true) = 'system');
ALTER TABLE graph_placements ENABLE ROW LEVEL SECURITY;
ALTER TABLE graph_placements FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON graph_placements
  USING (tenant_id = current_setting('app.tenant_id', true) OR current_setting('app.scope', true) = 'system');
