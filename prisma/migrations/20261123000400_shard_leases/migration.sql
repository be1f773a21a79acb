-- Which process works for which shard of clients, by role. A process that does not renew its leases loses them.
CREATE TABLE "shard_leases" (
  "role" TEXT NOT NULL,
  "shard" INTEGER NOT NULL,
  "owner" TEXT,
  -- Counts the owners: what an earlier one still writes is refused by it.
  "fence" BIGINT NOT NULL DEFAULT 0,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "shard_leases_pkey" PRIMARY KEY ("role", "shard")
);
CREATE TABLE "role_instances" (
  "role" TEXT NOT NULL,
  "instance" TEXT NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "role_instances_pkey" PRIMARY KEY ("role", "instance")
);
ALTER TABLE shard_leases ENABLE ROW LEVEL SECURITY;
ALTER TABLE shard_leases FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON shard_leases USING (current_setting('app.scope', true) = 'system');
ALTER TABLE role_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_instances FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON role_instances USING (current_setting('app.scope', true) = 'system');
