-- Codes sent to an address: to verify it, to recover an account, to sign in. The code itself is derived from the
-- row's id with the key ring and stored nowhere; a row is good once, for a while, for a few tries.
CREATE TABLE sign_in_codes (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users,
  purpose    text NOT NULL CHECK (purpose IN ('verify_email', 'recovery', 'sign_in')),
  attempts   int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX sign_in_codes_live ON sign_in_codes (user_id, purpose) WHERE used_at IS NULL;
CREATE INDEX sign_in_codes_old ON sign_in_codes (expires_at);

-- What a user's own client keeps with the account (Supabase: user_metadata). Decides nothing.
ALTER TABLE users ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}';
