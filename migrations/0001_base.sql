-- The base: settings, long work, identity, the customer book.
-- Forward only. Instants are timestamptz (UTC); days are dates in the business time zone;
-- money is bigint minor units beside a currency.

-- One row a setting (business name, zone, tax rate, points per dollar, safe mode, ...): read through a cache, written whole.
CREATE TABLE settings (
  key        text PRIMARY KEY,
  value      jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid
);

-- Long work a person waits for (imports, exports, reports): progress that survives a reload and a restart.
CREATE TABLE operations (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL,
  state      text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
  done       bigint NOT NULL DEFAULT 0 CHECK (done >= 0),
  total      bigint CHECK (total >= 0),
  message    text,
  result     jsonb,
  started_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- A person who signs in. One row serves all five documents: `id` (UUID), `serial` (the integer of the
-- hybrid document) and `public_id` (24 hex digits of the purchases document) are three names of it.
CREATE TABLE users (
  id                uuid PRIMARY KEY,
  serial            bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
  public_id         char(24) NOT NULL UNIQUE,
  email             text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  email_verified_at timestamptz,
  password_hash     text,
  name              text NOT NULL CHECK (length(name) <= 200),
  phone             text,
  settings          jsonb NOT NULL DEFAULT '{}',
  failed_attempts   int NOT NULL DEFAULT 0,
  locked_until      timestamptz,
  last_sign_in_at   timestamptz,
  disabled_at       timestamptz,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);

-- What a user may do, and where: roles are grants, some bound to a shop, an enterprise or a program.
CREATE TABLE role_grants (
  user_id    uuid NOT NULL REFERENCES users,
  role       text NOT NULL CHECK (role IN ('customer', 'staff', 'mentor', 'barber', 'shop_owner', 'enterprise_owner', 'admin', 'super_admin')),
  scope_id   uuid,
  granted_at timestamptz NOT NULL,
  granted_by uuid
);
CREATE UNIQUE INDEX role_grants_once ON role_grants (user_id, role, coalesce(scope_id, '00000000-0000-0000-0000-000000000000'));

-- A signed-in device: the family of its refresh tokens. A token carries the generation it belongs to,
-- rotation is a compare-and-set on it, so nothing token-like is stored.
CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users,
  aal         smallint NOT NULL DEFAULT 1 CHECK (aal IN (1, 2)),
  method      text NOT NULL,
  permissions text[],
  generation  int NOT NULL DEFAULT 0,
  rotated_at  timestamptz NOT NULL,
  user_agent  text,
  ip          text,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  revoked_for text
);
CREATE INDEX sessions_user ON sessions (user_id) WHERE revoked_at IS NULL;

-- Keys that sign access tokens (ES256); the private half is encrypted with the key ring.
CREATE TABLE signing_keys (
  kid         text PRIMARY KEY,
  public_jwk  jsonb NOT NULL,
  private_key text NOT NULL,
  created_at  timestamptz NOT NULL,
  retired_at  timestamptz
);

-- Who we sell to: a person, or a company with several users. Never deleted, only archived: the ledger speaks of it.
CREATE TABLE customers (
  id            uuid PRIMARY KEY,
  serial        bigint GENERATED ALWAYS AS IDENTITY (START WITH 2001) UNIQUE,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  company_name  text,
  email         text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  phone         text,
  address_line1 text,
  address_line2 text,
  city          text,
  state         text,
  postal_code   text,
  country       text,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  archived_at   timestamptz
);
CREATE UNIQUE INDEX customers_email ON customers (email) WHERE archived_at IS NULL;
CREATE INDEX customers_newest ON customers (created_at DESC, id DESC);

-- Which customer a user acts for. Made once, from a verified address, then only ever read by id.
CREATE TABLE customer_users (
  user_id     uuid PRIMARY KEY REFERENCES users,
  customer_id uuid NOT NULL REFERENCES customers,
  linked_at   timestamptz NOT NULL
);
CREATE INDEX customer_users_customer ON customer_users (customer_id);

-- What a processor calls a customer of ours (Stripe: cus_…).
CREATE TABLE processor_customers (
  customer_id uuid NOT NULL REFERENCES customers,
  processor   text NOT NULL,
  account     text NOT NULL,
  external_id text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (customer_id, processor, account),
  UNIQUE (processor, account, external_id)
);
