-- A billing address is one customer's again: whoever asks for the same customer twice gets the same one
-- (src/core/customers/create-customer.ts), so that nobody needs two rows for it.
DROP INDEX customers_email;
CREATE UNIQUE INDEX customers_email ON customers (email) WHERE archived_at IS NULL;
