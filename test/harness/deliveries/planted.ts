import { connectOnce } from '../../../src/adapters/database/connect.js';
import type { TestDatabase } from '../../database.js';

/**
 * Takes away, one below the other, what makes an event count once: the inbox forgets what it has had, a payment
 * forgets that it was settled, and the unique keys of its effects are gone.
 */
const WITHOUT_UNIQUE_KEYS = `
  CREATE FUNCTION planted_new_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM inbox_events WHERE (processor, account, event_id) = (NEW.processor, NEW.account, NEW.event_id); RETURN NEW; END $$;
  CREATE TRIGGER planted_new_event BEFORE INSERT ON inbox_events FOR EACH ROW EXECUTE FUNCTION planted_new_event();
  CREATE FUNCTION planted_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state := OLD.state; NEW.settled_at := OLD.settled_at; RETURN NEW; END $$;
  CREATE TRIGGER planted_forget BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION planted_forget();
  CREATE FUNCTION planted_new_occasion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.occasion := NEW.occasion || ':' || NEW.id; RETURN NEW; END $$;
  CREATE TRIGGER planted_new_occasion BEFORE INSERT ON ledger_transactions FOR EACH ROW EXECUTE FUNCTION planted_new_occasion();
  CREATE TRIGGER planted_new_occasion BEFORE INSERT ON outbox_messages FOR EACH ROW EXECUTE FUNCTION planted_new_occasion();
  ALTER TABLE allocations DROP CONSTRAINT allocations_pkey;
  ALTER TABLE credit_lots DROP CONSTRAINT credit_lots_payment_id_key;
`;

export async function plant(database: TestDatabase): Promise<void> {
  const client = await connectOnce(database.superuserUrl, 'paydesk test');
  try {
    await client.query(WITHOUT_UNIQUE_KEYS);
  } finally {
    await client.end();
  }
}
