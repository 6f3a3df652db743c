-- Lists of what is paid that read only what they show, however many newer invoices are still owed.

-- Whoever gives thirty days has a month of open invoices before the newest that is paid.
CREATE INDEX invoices_paid_newest ON invoices (created_at DESC, id DESC) WHERE paid_at IS NOT NULL AND voided_at IS NULL;
