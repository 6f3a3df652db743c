-- Applied after every migration: what the running server may do, where the owner could make it a role of its own.
-- The book is insert-and-read for it; it can neither alter tables nor switch their guards off.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'paydesk_app') THEN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO paydesk_app', current_database());
    GRANT USAGE ON SCHEMA public TO paydesk_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO paydesk_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO paydesk_app;
    REVOKE UPDATE, DELETE ON ledger_accounts, ledger_transactions, ledger_entries, ledger_seals, audit_log, proposal_documents, proposal_decisions FROM paydesk_app;
    REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM paydesk_app;
  END IF;
END $$;
