-- What people call a cluster. Its name is what the agent sends, and the identity in every record.
ALTER TABLE clusters ADD COLUMN display_name TEXT CHECK (display_name <> '');
CREATE UNIQUE INDEX clusters_tenant_id_display_name_key ON clusters (tenant_id, display_name);
