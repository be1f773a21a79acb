-- The state of a limit is an enum, and whether a client is at the hard cap that it has set for its overage stands in its own
-- row, since every batch of data asks for it.
CREATE TYPE "LimitStatus" AS ENUM ('ok', 'warned', 'over', 'blocked');
ALTER TABLE limit_states DROP CONSTRAINT limit_states_state_check;
ALTER TABLE limit_states ALTER COLUMN state TYPE "LimitStatus" USING state::"LimitStatus";
ALTER TABLE tenants ADD COLUMN is_spend_cap_reached boolean NOT NULL DEFAULT false;
