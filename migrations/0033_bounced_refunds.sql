-- A refund that its processor had called done may come back days later: the card's bank has nobody to give it to.

-- When the money came back; what the refund had undone stays undone, and the money is the customer's credit.
ALTER TABLE refunds ADD COLUMN bounced_at timestamptz CHECK (bounced_at IS NULL OR state = 'succeeded');
