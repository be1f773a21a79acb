-- Web push: a browser of a member is a destination that belongs to this member, and ends with the membership.
ALTER TABLE destinations
  ADD COLUMN user_id uuid,
  -- SHA-256 of the address at the push service, which is a secret: by this a browser finds its own subscription.
  ADD COLUMN endpoint_hash text,
  ADD CONSTRAINT destinations_member_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE,
  ADD CONSTRAINT destinations_of_members CHECK ((kind = 'push') = (user_id IS NOT NULL) AND (kind = 'push') = (endpoint_hash IS NOT NULL));
CREATE INDEX destinations_user_id ON destinations (user_id);
CREATE UNIQUE INDEX destinations_endpoint_hash ON destinations (tenant_id, endpoint_hash);

-- The secrets of a destination go with it, whatever removes it.
CREATE FUNCTION remove_destination_secrets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM credentials WHERE tenant_id = OLD.tenant_id AND name = 'destination-' || OLD.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER destination_secrets AFTER DELETE ON destinations FOR EACH ROW EXECUTE FUNCTION remove_destination_secrets();
