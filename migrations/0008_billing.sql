-- The billing document: a second factor, billing settings, proposals, what bills itself, usage figures.

-- The code generator of a user (TOTP). `secret` is sealed with the key ring; the factor is in force from `confirmed_at`.
-- `last_step` is the last time step whose code was taken: no code is taken twice.
CREATE TABLE second_factors (
  user_id         uuid PRIMARY KEY REFERENCES users,
  secret          text NOT NULL,
  last_step       bigint NOT NULL DEFAULT 0,
  failed_attempts int NOT NULL DEFAULT 0,
  locked_until    timestamptz,
  created_at      timestamptz NOT NULL,
  confirmed_at    timestamptz
);

-- Ways in when the code generator is lost: ten, each good once, kept as hashes.
CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users,
  code_hash bytea NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

-- Mailed codes serve more purposes now: the second half of a sign-in, and an invitation. `channel` says where a code went.
ALTER TABLE sign_in_codes DROP CONSTRAINT sign_in_codes_purpose_check;
ALTER TABLE sign_in_codes ADD CONSTRAINT sign_in_codes_purpose_check
  CHECK (purpose IN ('verify_email', 'recovery', 'sign_in', 'second_factor', 'invitation', 'change_email'));
ALTER TABLE sign_in_codes ADD COLUMN channel text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'sms', 'none'));
-- A new address waits here until it is proven.
ALTER TABLE sign_in_codes ADD COLUMN new_email text;

-- Customers of the billing document have two more states and may have an app whose usage they follow.
ALTER TABLE customers DROP CONSTRAINT customers_status_check;
ALTER TABLE customers ADD CONSTRAINT customers_status_check CHECK (status IN ('active', 'inactive', 'onboarding', 'pending'));
ALTER TABLE customers ADD COLUMN firebase_app_id text;
ALTER TABLE customers ADD COLUMN firebase_project_id text;
ALTER TABLE customers ADD COLUMN analytics_property_id text;
CREATE UNIQUE INDEX customers_firebase_app ON customers (firebase_app_id) WHERE firebase_app_id IS NOT NULL AND archived_at IS NULL;

-- How a customer is billed by itself: one row each. `billing_day` is the anchor (31 is the last day of shorter months);
-- `fee_since` is the day from which the fee recurs. `method_id` is the card that may be charged without its holder,
-- which he allowed at `charge_consent_at` (`charge_consent` keeps how).
CREATE TABLE billing_settings (
  id                 uuid PRIMARY KEY,
  customer_id        uuid NOT NULL UNIQUE REFERENCES customers,
  payment_method     text NOT NULL DEFAULT 'manual' CHECK (payment_method IN ('credit_card', 'bank_transfer', 'paypal', 'stripe', 'manual')),
  billing_frequency  text NOT NULL DEFAULT 'monthly' CHECK (billing_frequency IN ('monthly', 'quarterly', 'annual', 'one_time')),
  monthly_fee        bigint NOT NULL DEFAULT 0 CHECK (monthly_fee >= 0),
  currency           text NOT NULL DEFAULT 'USD',
  billing_day        int NOT NULL DEFAULT 1 CHECK (billing_day BETWEEN 1 AND 31),
  auto_charge        boolean NOT NULL DEFAULT false,
  tax_ppm            int NOT NULL DEFAULT 0 CHECK (tax_ppm BETWEEN 0 AND 1000000),
  payment_terms_days int NOT NULL DEFAULT 30 CHECK (payment_terms_days BETWEEN 0 AND 3650),
  method_id          text,
  charge_consent_at  timestamptz,
  charge_consent     jsonb,
  additional_details jsonb,
  fee_since          date,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
);
INSERT INTO billing_settings (id, customer_id, created_at, updated_at) SELECT gen_random_uuid(), id, created_at, created_at FROM customers;

-- An offer. States: draft → sent → accepted | rejected; expired is derived from `valid_until`. Deleted ones keep their row.
-- `recurring_since` is the day from which an accepted monthly amount recurs; `document_hash` is of what was sent.
CREATE TABLE proposals (
  id                       uuid PRIMARY KEY,
  customer_id              uuid NOT NULL REFERENCES customers,
  title                    text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description              text,
  state                    text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'accepted', 'rejected')),
  currency                 text NOT NULL,
  total_amount             bigint NOT NULL CHECK (total_amount > 0),
  monthly_recurring_amount bigint NOT NULL DEFAULT 0 CHECK (monthly_recurring_amount >= 0),
  valid_until              timestamptz,
  document_hash            bytea,
  recurring_since          date,
  recurring_until          date,
  version                  int NOT NULL DEFAULT 1,
  created_at               timestamptz NOT NULL,
  updated_at               timestamptz NOT NULL,
  sent_at                  timestamptz,
  accepted_at              timestamptz,
  rejected_at              timestamptz,
  generated_at             timestamptz,
  deleted_at               timestamptz,
  CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
  CHECK ((state = 'rejected') = (rejected_at IS NOT NULL)),
  CHECK (generated_at IS NULL OR state = 'accepted')
);
CREATE INDEX proposals_customer ON proposals (customer_id, created_at DESC, id DESC);
CREATE INDEX proposals_newest ON proposals (created_at DESC, id DESC);

-- When which part of an offer is billed: basis points, together 10,000.
CREATE TABLE proposal_stages (
  proposal_id uuid NOT NULL REFERENCES proposals,
  position    smallint NOT NULL,
  share_bp    int NOT NULL CHECK (share_bp BETWEEN 1 AND 10000),
  milestone   text NOT NULL CHECK (length(milestone) BETWEEN 1 AND 200),
  due_days    int CHECK (due_days BETWEEN 0 AND 3650),
  PRIMARY KEY (proposal_id, position)
);

-- Who said yes or no to an offer, and the evidence of it. One decision per offer, for good.
CREATE TABLE proposal_decisions (
  proposal_id    uuid PRIMARY KEY REFERENCES proposals,
  decision       text NOT NULL CHECK (decision IN ('accepted', 'rejected')),
  decided_by     uuid REFERENCES users,
  signer_name    text,
  signer_ip      text,
  user_agent     text,
  document_hash  bytea NOT NULL,
  note           text,
  charge_consent boolean NOT NULL DEFAULT false,
  decided_at     timestamptz NOT NULL
);

-- Where an invoice came from: a stage of an offer, or a period of what recurs. Each makes one invoice, whoever asks.
-- Infrastructure costs are taxed like a line of their own.
ALTER TABLE invoices ADD COLUMN proposal_id uuid REFERENCES proposals;
ALTER TABLE invoices ADD COLUMN proposal_stage smallint;
ALTER TABLE invoices ADD COLUMN milestone text;
ALTER TABLE invoices ADD COLUMN recurring_period date;
ALTER TABLE invoices ADD COLUMN infrastructure_tax_ppm int NOT NULL DEFAULT 0 CHECK (infrastructure_tax_ppm BETWEEN 0 AND 1000000);
-- To be charged by itself on its due day, from the card its customer allowed.
ALTER TABLE invoices ADD COLUMN auto_charge boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX invoices_stage_once ON invoices (proposal_id, proposal_stage) WHERE proposal_id IS NOT NULL AND proposal_stage IS NOT NULL;
CREATE UNIQUE INDEX invoices_period_once ON invoices (customer_id, recurring_period) WHERE recurring_period IS NOT NULL;

-- The pursuit of an issued invoice: charges of an allowed card and reminders, until it is paid, voided or given up.
-- States: waiting (for `next_on`, a day in the business zone) → charging → waiting | action_needed | exhausted | done.
CREATE TABLE collection_plans (
  invoice_id      uuid PRIMARY KEY REFERENCES invoices,
  state           text NOT NULL CHECK (state IN ('waiting', 'charging', 'action_needed', 'exhausted', 'done')),
  next_on         date,
  attempts        int NOT NULL DEFAULT 0,
  reminders       int NOT NULL DEFAULT 0,
  last_payment_id uuid REFERENCES payments,
  last_failure    text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX collection_plans_due ON collection_plans (next_on) WHERE state IN ('waiting', 'charging', 'action_needed');

-- Payments taken by hand (processor 'manual'): how, when it was received, and what stands on the slip.
ALTER TABLE payments ADD COLUMN manual_method text CHECK (manual_method IN ('cash', 'cheque', 'bank_transfer', 'other'));
ALTER TABLE payments ADD COLUMN manual_reference text;
ALTER TABLE payments ADD COLUMN received_on date;

-- Usage figures of a customer's app, as Google Analytics gave them for a span of days; asked again when they are old.
CREATE TABLE usage_reports (
  customer_id uuid NOT NULL REFERENCES customers,
  property_id text NOT NULL,
  start_date  date NOT NULL,
  end_date    date NOT NULL,
  metrics     jsonb NOT NULL,
  fetched_at  timestamptz NOT NULL,
  PRIMARY KEY (customer_id, property_id, start_date, end_date)
);
