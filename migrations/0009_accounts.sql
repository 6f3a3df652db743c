-- Accounts that give nothing away: failed sign-ins are counted for every address alike, and telephones are proven.

-- Failed sign-ins in a row, by address, whether or not anybody has it: the same write for both, so that neither time
-- nor locking tells which addresses have an account. `address_mac` is the address with our MAC: what was typed is not kept.
CREATE TABLE sign_in_failures (
  address_mac  text PRIMARY KEY,
  failures     int NOT NULL,
  locked_until timestamptz,
  last_at      timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_old ON sign_in_failures (last_at);
ALTER TABLE users DROP COLUMN failed_attempts;
ALTER TABLE users DROP COLUMN locked_until;

-- Codes are texted only to numbers whose owner has typed one that was texted there.
ALTER TABLE users ADD COLUMN phone_confirmed_at timestamptz;
CREATE INDEX users_phone ON users (regexp_replace(phone, '[^0-9+]', '', 'g')) WHERE phone_confirmed_at IS NOT NULL;

ALTER TABLE sign_in_codes DROP CONSTRAINT sign_in_codes_purpose_check;
ALTER TABLE sign_in_codes ADD CONSTRAINT sign_in_codes_purpose_check
  CHECK (purpose IN ('verify_email', 'recovery', 'sign_in', 'second_factor', 'invitation', 'change_email', 'confirm_phone'));
ALTER TABLE sign_in_codes ADD CONSTRAINT sign_in_codes_new_email CHECK ((purpose = 'change_email') = (new_email IS NOT NULL));
