-- The customer book of an agency: found by company and telephone number too, and put away without being lost.

-- Where the extension is not to be had (0007), every row is read.
DO $$
BEGIN
  CREATE INDEX customers_company_parts ON customers USING gin (company_name gin_trgm_ops);
  CREATE INDEX customers_phone_parts ON customers USING gin (phone gin_trgm_ops);
EXCEPTION WHEN undefined_object OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm is not available: searching customers reads all of them';
END
$$;

-- What recurs: read by every figure of recurring revenue and by the maker of recurring invoices.
CREATE INDEX billing_settings_recurring ON billing_settings (customer_id) WHERE fee_since IS NOT NULL;
CREATE INDEX proposals_recurring ON proposals (customer_id) WHERE recurring_since IS NOT NULL AND deleted_at IS NULL;
