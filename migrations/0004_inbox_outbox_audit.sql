-- What comes in, what goes out, and who did what.

-- Every signed event of a processor, once per account, kept with its payload. pending = not yet carried out.
CREATE TABLE inbox_events (
  id              uuid PRIMARY KEY,
  processor       text NOT NULL,
  account         text NOT NULL,
  event_id        text NOT NULL,
  type            text NOT NULL,
  payload         bytea NOT NULL,
  state           text NOT NULL CHECK (state IN ('pending', 'done', 'parked')),
  attempts        int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_error      text,
  received_at     timestamptz NOT NULL,
  processed_at    timestamptz,
  UNIQUE (processor, account, event_id)
);
CREATE INDEX inbox_events_pending ON inbox_events (next_attempt_at) WHERE state = 'pending';
CREATE INDEX inbox_events_newest ON inbox_events (received_at DESC, id DESC);

-- Mails, text messages and jobs, written by the transaction that causes them and sent after it: one per
-- template, occasion, subject and recipient. The Message-ID is the row's: a resend repeats it.
CREATE TABLE outbox_messages (
  id              uuid PRIMARY KEY,
  channel         text NOT NULL CHECK (channel IN ('mail', 'sms', 'job')),
  template        text NOT NULL,
  occasion        text NOT NULL,
  subject_id      text NOT NULL,
  recipient       text NOT NULL,
  data            jsonb NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed', 'dropped')),
  attempts        int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  last_error      text,
  created_at      timestamptz NOT NULL,
  sent_at         timestamptz,
  UNIQUE (template, occasion, subject_id, recipient)
);
CREATE INDEX outbox_messages_due ON outbox_messages (next_attempt_at) WHERE state = 'pending';
CREATE INDEX outbox_messages_failed ON outbox_messages (created_at) WHERE state = 'failed';

-- Who did what to which object, from where. Append-only, without secrets.
CREATE TABLE audit_log (
  id            uuid PRIMARY KEY,
  at            timestamptz NOT NULL,
  actor_id      uuid,
  on_behalf_of  uuid,
  action        text NOT NULL,
  resource_type text NOT NULL,
  resource_id   text,
  outcome       text NOT NULL CHECK (outcome IN ('success', 'failure')),
  details       jsonb NOT NULL DEFAULT '{}',
  ip            text,
  request_id    text
);
CREATE INDEX audit_log_resource ON audit_log (resource_type, resource_id, at DESC);
CREATE INDEX audit_log_newest ON audit_log (at DESC, id DESC);
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Answers of calls that carried an Idempotency-Key, for 30 days, per caller and route.
CREATE TABLE idempotency_keys (
  caller     text NOT NULL,
  route      text NOT NULL,
  key        text NOT NULL,
  body_hash  bytea NOT NULL,
  state      text NOT NULL CHECK (state IN ('running', 'done')),
  leased_until timestamptz NOT NULL,
  status     int,
  answer     jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (caller, route, key)
);
CREATE INDEX idempotency_keys_old ON idempotency_keys (created_at);
