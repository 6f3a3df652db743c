-- Lists that are as fast among a million invoices as among a thousand.

-- The states that are few among many: a page of them, newest first, reads only them. Paid ones are the many.
CREATE INDEX invoices_open_newest ON invoices (created_at DESC, id DESC) WHERE issued_at IS NOT NULL AND voided_at IS NULL AND paid_at IS NULL;
CREATE INDEX invoices_drafts_newest ON invoices (created_at DESC, id DESC) WHERE issued_at IS NULL AND voided_at IS NULL;
CREATE INDEX invoices_void_newest ON invoices (created_at DESC, id DESC) WHERE voided_at IS NOT NULL;
CREATE INDEX payments_failed_newest ON payments (created_at DESC, id DESC) WHERE state = 'failed';
CREATE INDEX payments_pending_newest ON payments (created_at DESC, id DESC) WHERE state IN ('processing', 'unknown');

-- People are looked for by parts of their names and addresses. Where the extension is not to be had, every name is read.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX customers_name_parts ON customers USING gin (name gin_trgm_ops);
  CREATE INDEX customers_email_parts ON customers USING gin (email gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm is not available: searching customers reads all of them';
END
$$;
