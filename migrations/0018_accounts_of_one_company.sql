-- A company may have several accounts that share its billing address: `account` counts them. Another company's address
-- is nobody else's (src/core/customers/hold-names.ts); this key stands behind that.
ALTER TABLE customers ADD COLUMN account int NOT NULL DEFAULT 1 CHECK (account > 0);
DROP INDEX customers_email;
CREATE UNIQUE INDEX customers_email ON customers (email, account) WHERE archived_at IS NULL;
