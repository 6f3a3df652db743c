-- Visits, what points buy, and who came to the portal.

-- A visit we make for a customer. `id` is what the portal shows, `serial` the integer of the hybrid document.
-- States: scheduled → in_progress → completed, or scheduled → cancelled; each step by compare-and-set.
CREATE TABLE appointments (
  id                uuid PRIMARY KEY,
  serial            bigint GENERATED ALWAYS AS IDENTITY (START WITH 4001) UNIQUE,
  customer_id       uuid NOT NULL REFERENCES customers,
  state             text NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'in_progress', 'completed', 'cancelled')),
  starts_at         timestamptz NOT NULL,
  minutes           int NOT NULL CHECK (minutes BETWEEN 1 AND 10080),
  -- Names of services as they were called when it was booked.
  services          text[] NOT NULL CHECK (cardinality(services) BETWEEN 1 AND 20),
  address           text,
  note              text,
  booked_via_portal boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  started_at        timestamptz,
  completed_at      timestamptz,
  cancelled_at      timestamptz,
  cancelled_by      text CHECK (cancelled_by IN ('customer', 'business')),
  -- What cancelling late cost, in minor units; its bill names this visit.
  late_fee          bigint CHECK (late_fee > 0),
  CHECK ((state = 'completed') = (completed_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
  CHECK (late_fee IS NULL OR state = 'cancelled'),
  CHECK ((state IN ('in_progress', 'completed')) = (started_at IS NOT NULL))
);
CREATE INDEX appointments_customer ON appointments (customer_id, starts_at DESC, id DESC);
CREATE INDEX appointments_calendar ON appointments (starts_at DESC, id DESC);
CREATE INDEX appointments_booked ON appointments (created_at);

-- The visit an invoice is for.
ALTER TABLE invoices ADD FOREIGN KEY (job_id) REFERENCES appointments;
CREATE INDEX invoices_job ON invoices (job_id) WHERE job_id IS NOT NULL;

-- What points buy. The price is read under the row's lock, so a change and a redemption never mix.
CREATE TABLE rewards (
  id              uuid PRIMARY KEY,
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  description     text,
  points_required bigint NOT NULL CHECK (points_required > 0),
  active          boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);

-- Points given for a reward; the points themselves move in the ledger ("points.redeemed:<id>"), and come back
-- with "points.returned:<id>" when the redemption is cancelled before it was fulfilled.
CREATE TABLE reward_redemptions (
  id          uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  reward_id   uuid NOT NULL REFERENCES rewards,
  points      bigint NOT NULL CHECK (points > 0),
  state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'fulfilled', 'cancelled')),
  request_key text UNIQUE,
  created_at  timestamptz NOT NULL,
  decided_at  timestamptz,
  CHECK ((state = 'pending') = (decided_at IS NULL))
);
CREATE INDEX reward_redemptions_customer ON reward_redemptions (customer_id, created_at DESC, id DESC);
CREATE INDEX reward_redemptions_newest ON reward_redemptions (created_at DESC, id DESC);

-- Somebody came to the portal: counted for a year, then forgotten with its address.
CREATE TABLE portal_sessions (
  id          uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  user_id     uuid NOT NULL REFERENCES users,
  login_at    timestamptz NOT NULL,
  ip_address  text,
  user_agent  text
);
CREATE INDEX portal_sessions_user ON portal_sessions (user_id, login_at DESC);
CREATE INDEX portal_sessions_recent ON portal_sessions (login_at, customer_id);

-- What a customer wrote to us, and what we answered. `reply_to` is the message that is answered.
CREATE TABLE messages (
  id          uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  author_id   uuid NOT NULL REFERENCES users,
  from_staff  boolean NOT NULL,
  subject     text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  body        text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
  reply_to    uuid REFERENCES messages,
  created_at  timestamptz NOT NULL
);
CREATE INDEX messages_customer ON messages (customer_id, created_at DESC, id DESC);
CREATE INDEX messages_newest ON messages (created_at DESC, id DESC);

-- Mails asked for by hand are counted per recipient and day.
CREATE INDEX outbox_messages_by_hand ON outbox_messages (recipient, created_at) WHERE occasion LIKE 'by-hand:%';
