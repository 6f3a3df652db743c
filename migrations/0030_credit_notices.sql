-- A word to whoever runs low on credits: below what, and whether he was told.

-- `notice_below`, in minor units: the holder's own threshold; 0: he wants no word; null: the business's setting counts.
-- `noticed_at`: when he was told last.
ALTER TABLE credit_wallets
  ADD COLUMN notice_below bigint CHECK (notice_below BETWEEN 0 AND 100000000),
  ADD COLUMN noticed_at timestamptz;
