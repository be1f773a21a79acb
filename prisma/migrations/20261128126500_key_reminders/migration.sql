-- When somebody was reminded that a key or token ends soon.
ALTER TABLE api_keys ADD COLUMN expiry_reminded_at TIMESTAMPTZ(3);
ALTER TABLE staff_tokens ADD COLUMN expiry_reminded_at TIMESTAMPTZ(3);
CREATE INDEX api_keys_expiring ON api_keys (expires_at) WHERE expires_at IS NOT NULL AND expiry_reminded_at IS NULL;
