-- What customers owe, and the money that comes for it.

-- Counters for gapless numbers: locked in the transaction that uses the number, so a rollback gives it back.
CREATE TABLE number_series (
  series text PRIMARY KEY,
  next   bigint NOT NULL CHECK (next > 0)
);

-- A bill. The number is given on issue; paid, pending and overdue are derived from allocations and dates.
CREATE TABLE invoices (
  id                   uuid PRIMARY KEY,
  customer_id          uuid NOT NULL REFERENCES customers,
  number               text UNIQUE,
  currency             text NOT NULL,
  amount               bigint NOT NULL CHECK (amount >= 0),
  infrastructure_costs bigint NOT NULL DEFAULT 0 CHECK (infrastructure_costs >= 0),
  tax_amount           bigint NOT NULL DEFAULT 0 CHECK (tax_amount >= 0),
  total                bigint NOT NULL CHECK (total = amount + infrastructure_costs + tax_amount),
  amount_paid          bigint NOT NULL DEFAULT 0 CHECK (amount_paid >= 0 AND amount_paid <= total),
  amount_refunded      bigint NOT NULL DEFAULT 0 CHECK (amount_refunded >= 0),
  amount_disputed      bigint NOT NULL DEFAULT 0 CHECK (amount_disputed >= 0),
  due_date             date,
  job_id               uuid,
  memo                 text,
  version              int NOT NULL DEFAULT 1,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  issued_at            timestamptz,
  paid_at              timestamptz,
  voided_at            timestamptz,
  CHECK ((issued_at IS NULL) = (number IS NULL)),
  CHECK (issued_at IS NOT NULL OR amount_paid = 0)
);
CREATE INDEX invoices_customer ON invoices (customer_id, created_at DESC, id DESC);
CREATE INDEX invoices_newest ON invoices (created_at DESC, id DESC);
CREATE INDEX invoices_open_due ON invoices (due_date) WHERE issued_at IS NOT NULL AND voided_at IS NULL AND paid_at IS NULL;

-- What an invoice is made of. Each line carries its own tax, so that the sum needs no second rounding.
CREATE TABLE invoice_lines (
  invoice_id  uuid NOT NULL REFERENCES invoices,
  position    int NOT NULL,
  description text NOT NULL,
  quantity    int NOT NULL CHECK (quantity > 0),
  unit_price  bigint NOT NULL,
  amount      bigint NOT NULL,
  tax_ppm     int NOT NULL DEFAULT 0 CHECK (tax_ppm BETWEEN 0 AND 1000000),
  tax_amount  bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (invoice_id, position)
);

-- Money asked of a processor (or taken by hand, processor 'manual'). Our row stands before the network is called.
-- States: created (written, the call may or may not have happened) → open (waits for the payer) → processing →
-- succeeded | failed | canceled; unknown = the processor did not tell. succeeded is never left.
CREATE TABLE payments (
  id              uuid PRIMARY KEY,
  customer_id     uuid REFERENCES customers,
  user_id         uuid REFERENCES users,
  processor       text NOT NULL,
  account         text NOT NULL,
  external_id     text,
  state           text NOT NULL CHECK (state IN ('created', 'open', 'processing', 'unknown', 'succeeded', 'failed', 'canceled')),
  currency        text NOT NULL,
  amount          bigint NOT NULL CHECK (amount > 0),
  amount_received bigint NOT NULL DEFAULT 0 CHECK (amount_received >= 0),
  amount_refunded bigint NOT NULL DEFAULT 0 CHECK (amount_refunded >= 0),
  amount_disputed bigint NOT NULL DEFAULT 0 CHECK (amount_disputed >= 0),
  fee             bigint,
  charged_by      text NOT NULL DEFAULT 'payer' CHECK (charged_by IN ('payer', 'us')),
  payer_present   boolean NOT NULL DEFAULT false,
  method_id       text,
  card_brand      text,
  card_last4      text,
  failure_code    text,
  request_key     text UNIQUE,
  resolve_after   timestamptz,
  resolve_count   int NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  settled_at      timestamptz,
  UNIQUE (processor, account, external_id),
  CHECK ((state = 'succeeded') = (settled_at IS NOT NULL))
);
CREATE INDEX payments_customer ON payments (customer_id, created_at DESC, id DESC);
CREATE INDEX payments_newest ON payments (created_at DESC, id DESC);
CREATE INDEX payments_to_resolve ON payments (resolve_after) WHERE resolve_after IS NOT NULL;

-- What a payment is for. A debt (an invoice, an enrolment) can have one live payment at a time.
CREATE TABLE payment_targets (
  payment_id uuid NOT NULL REFERENCES payments,
  position   smallint NOT NULL,
  kind       text NOT NULL,
  subject_id uuid NOT NULL,
  amount     bigint NOT NULL CHECK (amount > 0),
  live       boolean NOT NULL,
  PRIMARY KEY (payment_id, position)
);
CREATE UNIQUE INDEX payment_targets_one_live ON payment_targets (kind, subject_id) WHERE live;
CREATE INDEX payment_targets_subject ON payment_targets (kind, subject_id);

-- How much of a settled payment went to which invoice: once per pair. Of it, `returned` went back with a credit
-- note (the invoice stays paid), `reversed` went back and is owed again.
CREATE TABLE allocations (
  payment_id uuid NOT NULL REFERENCES payments,
  invoice_id uuid NOT NULL REFERENCES invoices,
  amount     bigint NOT NULL CHECK (amount > 0),
  returned   bigint NOT NULL DEFAULT 0 CHECK (returned >= 0),
  reversed   bigint NOT NULL DEFAULT 0 CHECK (reversed >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (payment_id, invoice_id),
  CHECK (returned + reversed <= amount)
);
CREATE INDEX allocations_invoice ON allocations (invoice_id);

-- Money going back, asked by us or seen at the processor. Σ of what is not failed never exceeds what was received.
CREATE TABLE refunds (
  id            uuid PRIMARY KEY,
  payment_id    uuid NOT NULL REFERENCES payments,
  processor     text NOT NULL,
  account       text NOT NULL,
  external_id   text,
  state         text NOT NULL CHECK (state IN ('requested', 'processing', 'unknown', 'succeeded', 'failed')),
  amount        bigint NOT NULL CHECK (amount > 0),
  keep_owing    boolean NOT NULL DEFAULT false,
  reason        text,
  failure_code  text,
  requested_by  uuid,
  request_key   text UNIQUE,
  resolve_after timestamptz,
  resolve_count int NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  settled_at    timestamptz,
  UNIQUE (processor, account, external_id)
);
CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX refunds_to_resolve ON refunds (resolve_after) WHERE resolve_after IS NOT NULL;

-- A payer's bank took money back for now (open), for good (lost) or not at all (won).
CREATE TABLE disputes (
  id          uuid PRIMARY KEY,
  payment_id  uuid NOT NULL REFERENCES payments,
  processor   text NOT NULL,
  account     text NOT NULL,
  external_id text NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'won', 'lost')),
  amount      bigint NOT NULL CHECK (amount > 0),
  withdrawn   bigint NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
  moves       int NOT NULL DEFAULT 0,
  reason      text,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  UNIQUE (processor, account, external_id)
);
CREATE INDEX disputes_payment ON disputes (payment_id);

-- The document that goes with a refund: what is no longer owed, with its share of tax. Gapless numbers of its own.
CREATE TABLE credit_notes (
  id         uuid PRIMARY KEY,
  number     text NOT NULL UNIQUE,
  invoice_id uuid NOT NULL REFERENCES invoices,
  refund_id  uuid REFERENCES refunds,
  amount     bigint NOT NULL CHECK (amount > 0),
  tax_amount bigint NOT NULL DEFAULT 0 CHECK (tax_amount >= 0 AND tax_amount <= amount),
  reason     text,
  issued_at  timestamptz NOT NULL,
  UNIQUE (invoice_id, refund_id)
);

-- How many loyalty points an invoice has earned so far; the points themselves are in the ledger (unit PTS).
CREATE TABLE loyalty_invoice_points (
  invoice_id  uuid PRIMARY KEY REFERENCES invoices,
  customer_id uuid NOT NULL REFERENCES customers,
  points      bigint NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX loyalty_invoice_points_customer ON loyalty_invoice_points (customer_id);
