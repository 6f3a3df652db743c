-- Points per dollar are a setting that may change: what an invoice earns and gives back goes by one rate all its life.

-- The setting's value when the invoice first earned anything. Null where a server of the version before wrote the row
-- while servers were replaced: the next change of its payments fixes it.
ALTER TABLE loyalty_invoice_points ADD COLUMN points_per_dollar int CHECK (points_per_dollar BETWEEN 0 AND 1000);
UPDATE loyalty_invoice_points SET points_per_dollar = coalesce((SELECT (value #>> '{}')::int FROM settings WHERE key = 'points_per_dollar'), 10);
