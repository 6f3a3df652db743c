-- One office may pay the bills of several companies: a billing address is no longer one customer's alone. Whose address
-- somebody signs in with still is (src/core/customers/hold-names.ts).
DROP INDEX customers_email;
CREATE INDEX customers_email ON customers (email, created_at, id) WHERE archived_at IS NULL;
