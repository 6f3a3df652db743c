-- The purchases document: programs, who enrolled, and payments on a page of the processor's.

-- Payments that a page of the processor's takes (Stripe Checkout): the payer types his card there.
ALTER TABLE payments ADD COLUMN hosted boolean NOT NULL DEFAULT false;
-- What people call the thing that is paid for, where it is no invoice (an order number).
ALTER TABLE payment_targets ADD COLUMN label text;

-- The page itself: one per hosted payment. Our row stands before the processor is asked; `external_id` and `url` are its
-- answer. States: created → open → complete | expired. `expires_at` is when the processor closes it by itself.
CREATE TABLE checkout_sessions (
  payment_id  uuid PRIMARY KEY REFERENCES payments,
  external_id text UNIQUE,
  url         text,
  state       text NOT NULL DEFAULT 'created' CHECK (state IN ('created', 'open', 'complete', 'expired')),
  title       text NOT NULL,
  description text,
  email       text NOT NULL,
  reference   text NOT NULL,
  metadata    jsonb NOT NULL DEFAULT '{}',
  success_url text NOT NULL,
  cancel_url  text NOT NULL,
  expires_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  CHECK (state <> 'open' OR external_id IS NOT NULL)
);

-- What can be enrolled in. `public_id` is its name in the purchases document. Prices in minor units; a price of nothing
-- is a free program. The early-bird discount holds up to and including `early_bird_until`. `seats` and
-- `class_rep_limit` are counted over live purchases under this row's lock; null is without limit.
-- Its mentors are grants of the role 'mentor' scoped to it.
CREATE TABLE programs (
  id                  uuid PRIMARY KEY,
  public_id           char(24) NOT NULL UNIQUE,
  title               text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  program_type        text NOT NULL CHECK (length(program_type) BETWEEN 1 AND 120),
  description         text CHECK (length(description) <= 5000),
  currency            text NOT NULL,
  price               bigint NOT NULL CHECK (price >= 0),
  class_rep_discount  bigint NOT NULL DEFAULT 0 CHECK (class_rep_discount >= 0),
  early_bird_discount bigint NOT NULL DEFAULT 0 CHECK (early_bird_discount >= 0),
  early_bird_until    timestamptz,
  class_rep_limit     int CHECK (class_rep_limit >= 0),
  seats               int CHECK (seats >= 0),
  active              boolean NOT NULL DEFAULT true,
  version             int NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL
);
CREATE INDEX programs_newest ON programs (created_at DESC, id DESC);

-- An order for a program, with the price as it was decided when it was made. States: pending → completed | failed;
-- completed → refunded; failed → completed when the money comes after all, or refunded when there is no place any more.
-- `live` holds a place: pending ones, failed ones whose payer may still try again on the open page, completed ones.
-- `hold_until` is when an unpaid one is given up. `surplus`: its money had no place and goes back.
CREATE TABLE purchases (
  id                  uuid PRIMARY KEY,
  public_id           char(24) NOT NULL UNIQUE,
  order_number        text NOT NULL UNIQUE,
  user_id             uuid NOT NULL REFERENCES users,
  customer_id         uuid REFERENCES customers,
  program_id          uuid NOT NULL REFERENCES programs,
  payment_id          uuid UNIQUE REFERENCES payments,
  program_title       text NOT NULL,
  program_type        text NOT NULL,
  currency            text NOT NULL,
  full_price          bigint NOT NULL CHECK (full_price > 0),
  class_rep_discount  bigint NOT NULL CHECK (class_rep_discount >= 0),
  early_bird_discount bigint NOT NULL CHECK (early_bird_discount >= 0),
  final_price         bigint NOT NULL CHECK (final_price >= 0 AND final_price = full_price - class_rep_discount - early_bird_discount),
  is_class_rep        boolean NOT NULL,
  is_early_bird       boolean NOT NULL,
  state               text NOT NULL CHECK (state IN ('pending', 'completed', 'failed', 'refunded')),
  live                boolean NOT NULL,
  surplus             boolean NOT NULL DEFAULT false,
  hold_until          timestamptz,
  amount_refunded     bigint NOT NULL DEFAULT 0 CHECK (amount_refunded >= 0),
  amount_disputed     bigint NOT NULL DEFAULT 0 CHECK (amount_disputed >= 0),
  billing_name        text NOT NULL,
  billing_email       text NOT NULL,
  billing_address     jsonb,
  cardholder_name     text,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  completed_at        timestamptz,
  CHECK (state NOT IN ('pending', 'completed') OR live),
  CHECK (state <> 'refunded' OR NOT live),
  CHECK (state <> 'completed' OR completed_at IS NOT NULL),
  CHECK (final_price = 0 OR payment_id IS NOT NULL)
);
CREATE UNIQUE INDEX purchases_one_live ON purchases (user_id, program_id) WHERE live;
CREATE INDEX purchases_places ON purchases (program_id) WHERE live;
CREATE INDEX purchases_user ON purchases (user_id, created_at DESC, id DESC);
CREATE INDEX purchases_newest ON purchases (created_at DESC, id DESC);
CREATE INDEX purchases_program ON purchases (program_id, created_at DESC, id DESC);
CREATE INDEX purchases_to_give_up ON purchases (hold_until) WHERE live AND state IN ('pending', 'failed');
