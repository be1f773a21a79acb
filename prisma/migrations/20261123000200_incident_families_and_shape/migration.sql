-- Incidents merge into one another and split as evidence arrives; similar ones are found by their shape.
ALTER TABLE "incidents"
  ADD COLUMN "shape" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "merged_into_id" UUID,
  ADD COLUMN "split_from_id" UUID;
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_merged_into_id_fkey"
  FOREIGN KEY ("merged_into_id") REFERENCES "incidents"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_split_from_id_fkey"
  FOREIGN KEY ("split_from_id") REFERENCES "incidents"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "incidents_merged_into_id_idx" ON "incidents"("merged_into_id");
CREATE INDEX "incidents_split_from_id_idx" ON "incidents"("split_from_id");

-- What a person said the cause was, and of which answer they said it: the accuracy figure is counted from both.
ALTER TABLE "incident_feedback"
  ADD COLUMN "object" JSONB,
  ADD COLUMN "judged" JSONB;
