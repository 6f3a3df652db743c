-- Portal figures count payments by when their money came, and only those a processor took.

CREATE INDEX payments_online_settled ON payments (settled_at) WHERE state = 'succeeded' AND processor NOT IN ('manual', 'credit');
