-- Lists of one customer, and what is overdue, as fast for whoever has a million invoices as for whoever has a thousand.

-- What one customer owes, newest first. Its condition is written otherwise than that of the index over everybody: where
-- one customer has nearly all invoices, the planner would take that one, and read what everybody else owes.
CREATE INDEX invoices_customer_open ON invoices (customer_id, created_at DESC, id DESC, due_date) WHERE issued_at IS NOT NULL AND coalesce(paid_at, voided_at) IS NULL;
-- With the due day in it, so that overdue ones are found without reading those that are not yet due.
CREATE INDEX invoices_open_newest_due ON invoices (created_at DESC, id DESC, due_date) WHERE issued_at IS NOT NULL AND voided_at IS NULL AND paid_at IS NULL;
DROP INDEX invoices_open_newest;
-- One customer's payments that did not succeed, or not yet.
CREATE INDEX payments_customer_unsettled ON payments (customer_id, created_at DESC, id DESC) WHERE settled_at IS NULL;
