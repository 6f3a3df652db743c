-- Credits that are bought again by themselves, with a card whose holder allowed it.

-- One row a holder: what he wants bought, below what, with which card, how often a month at most; and his word for it
-- (`consented_at`, `consent`: how he gave it), which is of this card and of this package at this `price`. `active` is
-- false when he, or we, switched it off: `off_because` says why. `due_at`: when to look whether a charge is called for;
-- null: nothing to do. `declines` counts those in a row.
CREATE TABLE credit_top_ups (
  user_id      uuid PRIMARY KEY REFERENCES users,
  package_id   uuid NOT NULL REFERENCES credit_packages,
  price        bigint NOT NULL CHECK (price > 0),
  method_id    text NOT NULL,
  below        bigint NOT NULL CHECK (below BETWEEN 1 AND 100000000),
  most_a_month smallint NOT NULL CHECK (most_a_month BETWEEN 1 AND 30),
  active       boolean NOT NULL,
  off_because  text CHECK (off_because IN ('holder', 'declined', 'card_gone', 'package_gone')),
  consented_at timestamptz NOT NULL,
  consent      jsonb NOT NULL,
  declines     smallint NOT NULL DEFAULT 0 CHECK (declines >= 0),
  due_at       timestamptz,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  CHECK (active = (off_because IS NULL)),
  CHECK (active OR due_at IS NULL)
);
CREATE INDEX credit_top_ups_due ON credit_top_ups (due_at) WHERE due_at IS NOT NULL;

-- One row an attempt to charge, written before anybody is called; its number is part of the payment's key.
-- States: charging → succeeded | declined | dropped (no money moved, and nobody is to blame). One at a time.
CREATE TABLE credit_top_up_charges (
  user_id      uuid NOT NULL REFERENCES credit_top_ups,
  attempt      int NOT NULL CHECK (attempt > 0),
  state        text NOT NULL CHECK (state IN ('charging', 'succeeded', 'declined', 'dropped')),
  package_id   uuid NOT NULL REFERENCES credit_packages,
  method_id    text NOT NULL,
  payment_id   uuid REFERENCES payments,
  failure      text,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (user_id, attempt)
);
CREATE UNIQUE INDEX credit_top_up_charges_one ON credit_top_up_charges (user_id) WHERE state = 'charging';
CREATE INDEX credit_top_up_charges_open ON credit_top_up_charges (updated_at) WHERE state = 'charging';
