-- What bills itself: which months are billed, when nothing recurs, and the pursuit of an invoice in detail.

-- Months that recurring invoices bill, each once for a customer, whoever asks: a row for a month, three for a
-- quarter, twelve for a year. Written with their invoice and never deleted, also when that is cancelled.
CREATE TABLE recurring_months (
  customer_id uuid NOT NULL REFERENCES customers,
  month       date NOT NULL CHECK (extract(day FROM month) = 1),
  invoice_id  uuid NOT NULL REFERENCES invoices,
  PRIMARY KEY (customer_id, month)
);
CREATE INDEX recurring_months_invoice ON recurring_months (invoice_id);

-- Spans of days (the last one outside) in which nothing recurs for a customer: what would have been billed on a
-- day inside is left out for good. One open span each.
CREATE TABLE recurring_pauses (
  id          uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  paused_on   date NOT NULL,
  resumed_on  date CHECK (resumed_on >= paused_on),
  paused_by   uuid REFERENCES users,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX recurring_pauses_open ON recurring_pauses (customer_id) WHERE resumed_on IS NULL;
CREATE INDEX recurring_pauses_customer ON recurring_pauses (customer_id);

-- Retries are counted from `first_charged_on`; a charge on a later day than the issue is announced on `announced_on`.
-- `not_before` puts a step off for minutes: the processor is away, or the payer sits at the form himself.
-- `stopped`: somebody of the business called the pursuit off.
ALTER TABLE collection_plans ADD COLUMN first_charged_on date;
ALTER TABLE collection_plans ADD COLUMN announced_on date;
ALTER TABLE collection_plans ADD COLUMN not_before timestamptz;
ALTER TABLE collection_plans DROP CONSTRAINT collection_plans_state_check;
ALTER TABLE collection_plans ADD CONSTRAINT collection_plans_state_check
  CHECK (state IN ('waiting', 'charging', 'action_needed', 'exhausted', 'stopped', 'done'));
-- The work list of the schedule, and the list of what needs somebody's attention.
DROP INDEX collection_plans_due;
CREATE INDEX collection_plans_due ON collection_plans (next_on, invoice_id) WHERE state IN ('waiting', 'action_needed');
CREATE INDEX collection_plans_charging ON collection_plans (updated_at) WHERE state = 'charging';
CREATE INDEX collection_plans_live ON collection_plans (invoice_id) WHERE state <> 'done';
