-- The ledger: double entry, append-only, one unit per account (a currency, or PTS for loyalty points).
-- Debits are positive, credits negative; every transaction sums to zero in every unit.

-- A place where value can be. The id is derived from kind, unit and owner, so nobody has to look it up.
CREATE TABLE ledger_accounts (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL,
  unit       text NOT NULL,
  owner_id   text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  UNIQUE (kind, unit, owner_id),
  UNIQUE (id, unit)
);

-- What happened, once: `occasion` names the effect ("payment.settled:<id>") and may exist only once.
CREATE TABLE ledger_transactions (
  id          uuid PRIMARY KEY,
  kind        text NOT NULL,
  occasion    text NOT NULL UNIQUE,
  occurred_at timestamptz NOT NULL,
  reference   jsonb NOT NULL DEFAULT '{}',
  digest      bytea NOT NULL CHECK (length(digest) = 32)
);

-- The lines of a transaction. The account's unit is repeated so that a line in a foreign unit cannot exist.
CREATE TABLE ledger_entries (
  transaction_id uuid NOT NULL REFERENCES ledger_transactions,
  line           smallint NOT NULL,
  account_id     uuid NOT NULL,
  unit           text NOT NULL,
  amount         bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (transaction_id, line),
  FOREIGN KEY (account_id, unit) REFERENCES ledger_accounts (id, unit)
);
CREATE INDEX ledger_entries_account ON ledger_entries (account_id, transaction_id);

-- Running balances of owned accounts only (an invoice, a wallet, a customer's points), in debit-positive sign.
-- System accounts have none: one hot row would serialise every payment of the business.
CREATE TABLE ledger_balances (
  account_id uuid PRIMARY KEY REFERENCES ledger_accounts,
  balance    bigint NOT NULL,
  version    bigint NOT NULL DEFAULT 1
);

-- The gapless hash chain over transactions, written up to a second behind by one worker at a time.
CREATE TABLE ledger_seals (
  seq            bigint PRIMARY KEY CHECK (seq > 0),
  transaction_id uuid NOT NULL UNIQUE REFERENCES ledger_transactions,
  digest         bytea NOT NULL,
  hash           bytea NOT NULL CHECK (length(hash) = 32),
  sealed_at      timestamptz NOT NULL
);

-- Transactions waiting for their seal: a queue, so that the sealer need not search the book.
CREATE TABLE ledger_unsealed (
  transaction_id uuid PRIMARY KEY
);

-- Guards only: no rule, amount or state lives in the functions below.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE ON ledger_transactions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transactions_no_truncate BEFORE TRUNCATE ON ledger_transactions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_accounts_append_only BEFORE UPDATE OR DELETE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seals_append_only BEFORE UPDATE OR DELETE ON ledger_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seals_no_truncate BEFORE TRUNCATE ON ledger_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A transaction has at least two lines and sums to zero per unit when it commits.
CREATE FUNCTION require_balanced_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ledger_entries WHERE transaction_id = NEW.id) < 2
     OR EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.id GROUP BY unit HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'ledger transaction % does not balance', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_transactions_balanced AFTER INSERT ON ledger_transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balanced_transaction();

-- Lines come whole: a later statement cannot add to a transaction without balancing it again.
CREATE FUNCTION require_balanced_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ledger_entries e
    WHERE e.transaction_id IN (SELECT transaction_id FROM added)
    GROUP BY e.transaction_id, e.unit HAVING sum(e.amount) <> 0
  ) THEN
    RAISE EXCEPTION 'ledger lines do not balance' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entries_balanced AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_balanced_lines();
