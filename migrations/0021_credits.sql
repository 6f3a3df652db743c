-- The credits document: packages of prepaid credits, what each user has of them, and how they are spent.

-- What can be bought. `price` and `credits` in minor units of one currency; credits beyond the price are a gift.
-- Credits of a package live `valid_days` (null: for ever) and burn before those of a higher `priority`.
CREATE TABLE credit_packages (
  id          uuid PRIMARY KEY,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  currency    text NOT NULL,
  price       bigint NOT NULL CHECK (price >= 50),
  credits     bigint NOT NULL CHECK (credits >= price),
  valid_days  int CHECK (valid_days BETWEEN 1 AND 3650),
  priority    smallint NOT NULL DEFAULT 100 CHECK (priority BETWEEN 0 AND 1000),
  active      boolean NOT NULL DEFAULT true,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX credit_packages_cheapest ON credit_packages (price, id);

-- One row a user, locked by whoever changes his lots. `debt` is what a clawback did not find: while there is any,
-- no lot has anything left. Σ remaining of lots − debt is the balance of user_credits in the ledger.
CREATE TABLE credit_wallets (
  user_id    uuid PRIMARY KEY REFERENCES users,
  currency   text NOT NULL,
  debt       bigint NOT NULL DEFAULT 0 CHECK (debt >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- A wish to buy, with the package as it was then. States: pending → succeeded | failed | canceled; failed and canceled
-- → succeeded when the money comes after all; succeeded → refunded when all of it went back, and back when it returned.
CREATE TABLE credit_purchases (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users,
  customer_id uuid REFERENCES customers,
  package_id  uuid NOT NULL REFERENCES credit_packages,
  name        text NOT NULL,
  currency    text NOT NULL,
  price       bigint NOT NULL CHECK (price > 0),
  credits     bigint NOT NULL CHECK (credits >= price),
  valid_days  int,
  priority    smallint NOT NULL,
  state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'succeeded', 'failed', 'canceled', 'refunded')),
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX credit_purchases_user ON credit_purchases (user_id, created_at DESC, id DESC);

-- Credits that came in at once: bought by a payment (one grant per payment, for good), or given by an admin.
-- `clawback_target` is what refunds and disputes of the payment want back in all; what they took, from this lot or from
-- others, stands in `clawed_back` of the lots it was taken from.
CREATE TABLE credit_lots (
  id              uuid PRIMARY KEY,
  user_id         uuid NOT NULL REFERENCES users,
  purchase_id     uuid REFERENCES credit_purchases,
  payment_id      uuid UNIQUE REFERENCES payments,
  granted_by      uuid REFERENCES users,
  reason          text,
  currency        text NOT NULL,
  amount          bigint NOT NULL CHECK (amount > 0),
  spent           bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
  held            bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  expired         bigint NOT NULL DEFAULT 0 CHECK (expired >= 0),
  clawed_back     bigint NOT NULL DEFAULT 0 CHECK (clawed_back >= 0),
  remaining       bigint NOT NULL GENERATED ALWAYS AS (amount - spent - held - expired - clawed_back) STORED CHECK (remaining >= 0),
  clawback_target bigint NOT NULL DEFAULT 0 CHECK (clawback_target BETWEEN 0 AND amount),
  priority        smallint NOT NULL,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL,
  CHECK ((payment_id IS NULL) = (purchase_id IS NULL))
);
CREATE INDEX credit_lots_user ON credit_lots (user_id);
CREATE INDEX credit_lots_expiring ON credit_lots (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;

-- Credits set aside, then used or given back. States: held → committed | voided. `committed` of `amount` was used.
-- `expires_at` gives a forgotten hold back. Whoever placed it, or an admin, decides it.
CREATE TABLE credit_spends (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users,
  placed_by   uuid REFERENCES users,
  request_key text UNIQUE,
  purpose     text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200),
  currency    text NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  committed   bigint NOT NULL DEFAULT 0 CHECK (committed BETWEEN 0 AND amount),
  state       text NOT NULL CHECK (state IN ('held', 'committed', 'voided')),
  expires_at  timestamptz,
  created_at  timestamptz NOT NULL,
  decided_at  timestamptz,
  CHECK ((state = 'held') = (decided_at IS NULL)),
  CHECK (state = 'committed' OR committed = 0)
);
CREATE INDEX credit_spends_user ON credit_spends (user_id, created_at DESC, id DESC);
CREATE INDEX credit_spends_held ON credit_spends (expires_at) WHERE state = 'held' AND expires_at IS NOT NULL;

-- Which lots a hold was taken from.
CREATE TABLE credit_spend_parts (
  spend_id uuid NOT NULL REFERENCES credit_spends,
  lot_id   uuid NOT NULL REFERENCES credit_lots,
  amount   bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (spend_id, lot_id)
);
