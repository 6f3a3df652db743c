-- Credit notes by hand, and costs that change after an invoice was issued.

-- What credit notes by hand forgave of an invoice before it was paid: open is total − amount_paid − amount_credited.
-- `cost_changes` counts the changes of its infrastructure costs since it was issued; each is a posting of its own.
ALTER TABLE invoices ADD COLUMN amount_credited bigint NOT NULL DEFAULT 0 CHECK (amount_credited >= 0);
ALTER TABLE invoices ADD COLUMN cost_changes int NOT NULL DEFAULT 0 CHECK (cost_changes >= 0);
ALTER TABLE invoices DROP CONSTRAINT invoices_check1;
ALTER TABLE invoices ADD CONSTRAINT invoices_settled_at_most CHECK (amount_paid >= 0 AND amount_paid + amount_credited <= total);
ALTER TABLE invoices ADD CONSTRAINT invoices_drafts_are_whole CHECK (issued_at IS NOT NULL OR (amount_credited = 0 AND cost_changes = 0));

-- A refund that nobody was paid out: a credit note by hand on a paid invoice gives the money to the customer's credit.
ALTER TABLE refunds ADD COLUMN to_credit boolean NOT NULL DEFAULT false;
