import { smtpMailer } from '../../src/adapters/mail/smtp.js';
import { writeLetter } from '../../src/adapters/mail/write-letter.js';
import { allowCharging, changeBillingSettings } from '../../src/core/billing/index.js';
import type { BillingChange } from '../../src/core/billing/index.js';
import { pursueInvoices } from '../../src/core/dunning/index.js';
import { mailCarrier } from '../../src/core/notifications/index.js';
import { createDrain } from '../../src/core/outbox/index.js';
import { createSetup } from '../../src/core/payments/index.js';
import { generateDueInvoices } from '../../src/core/recurring/index.js';
import { forgetSettings, saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { World } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { silentLog } from '../bare-world.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

export const GOOD = '4242424242424242';
/** Saves, and is declined whenever it is charged. */
export const DECLINING = '4000000000000341';
/** Saves, and wants its holder whenever it is charged. */
export const ASKING = '4000002760003184';

/** A business with its clock, whose schedules run when told to. */
export interface Stage extends TestWorld {
  /** Sets the clock. */
  at(iso: string): void;
  /** A customer who is billed like this; with a card, he allowed it to be charged. */
  billed(name: string, settings: BillingChange, cardNumber?: string): Promise<string>;
  /** Saves a card of a customer, as his browser does. */
  card(customerId: string, number?: string): Promise<string>;
  /** Every schedule of ours once, `times` at once. */
  run(times?: number): Promise<void>;
  /** Sends what the outbox holds. */
  send(): Promise<void>;
  /** Tells the sandbox to misbehave. */
  control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
  /** What the sandbox was asked to charge, oldest first. */
  charges(): Promise<Charge[]>;
}

export interface Charge {
  readonly customer: string;
  readonly amount: number;
  readonly status: string;
  readonly paymentId: string;
}

export async function openStage(zone: string, settings: Record<string, unknown> = {}): Promise<Stage> {
  const t = await openTestWorld({ poolSize: 48 });
  await saveSettings(t.world, SYSTEM, { time_zone: zone, business_name: 'Maple Studio', ...settings });
  forgetSettings(t.world.read);
  const mailer = smtpMailer({ url: t.sandbox.urls.smtp, from: 'Maple Studio <billing@maple.example>' });
  const none = async () => null;
  const carry = mailCarrier({
    world: t.world, mailer, write: writeLetter, linkFor: ({ kind, id }) => `https://pay.maple.example/app/p/${kind}-${id}`, invoicePdf: async () => new Uint8Array([37, 80, 68, 70]),
    publicUrl: 'https://pay.maple.example/', links: { verify_email: none, password_reset: none, sign_in_code: none, invitation: none, change_email: none },
  });
  const drain = createDrain({ world: t.world, log: silentLog, carriers: { mail: carry } });
  const card = async (customerId: string, number = GOOD): Promise<string> =>
    saveCardInBrowser({ url: t.sandbox.urls.stripe, publishableKey: t.publishableKey }, (await createSetup(t.world, { customerId }, newId())).clientSecret, number);
  return {
    ...t, card,
    at: (iso) => t.clock.advance(Date.parse(iso) - t.clock.now().getTime()),
    async billed(name, change, cardNumber) {
      const customerId = await t.customer(name);
      const methodId = cardNumber === undefined ? null : await card(customerId, cardNumber);
      await t.world.transact(async (tx) => {
        if (methodId !== null) await allowCharging(tx, { customerId, methodId, evidence: { how: 'test' } }, SYSTEM);
        await changeBillingSettings(tx, customerId, { autoCharge: methodId !== null, ...change }, SYSTEM);
      });
      return customerId;
    },
    run: (times = 1) => runSchedules(t.world, times),
    async send() {
      for (let tries = 0; tries < 3_000; tries += 1) {
        await drain.run();
        // Also what is on its way counts as waiting: with a clock that jumps, its lease would be over at once.
        if ((await t.pool.query(`SELECT 1 FROM outbox_messages WHERE state = 'pending' AND next_attempt_at <= $1`, [new Date(t.clock.now().getTime() + 60_000)])).rows.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error('the outbox did not empty');
    },
    async control(method, path, body) {
      const response = await fetch(`${t.sandbox.urls.stripe}/_sandbox/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
    },
    charges: () => listCharges(t),
    async close() {
      await drain.stop(2_000);
      await mailer.close();
      await t.close();
    },
  };
}

async function runSchedules(world: World, times: number): Promise<void> {
  const all = async <T extends { failed: readonly unknown[] }>(task: () => Promise<T>): Promise<void> => {
    for (const run of await Promise.all(Array.from({ length: times }, task))) if (run.failed.length > 0) throw new Error(`a schedule failed: ${JSON.stringify(run.failed, Object.getOwnPropertyNames)}`);
  };
  await all(() => generateDueInvoices(world));
  await all(() => pursueInvoices(world));
}

interface WireIntent { id: string; amount: number; status: string; customer: string | null; metadata: Record<string, string> }

async function listCharges({ sandbox, secretKey }: TestWorld): Promise<Charge[]> {
  const found: Charge[] = [];
  for (let after = ''; ;) {
    const response = await fetch(`${sandbox.urls.stripe}/v1/payment_intents?limit=100${after && `&starting_after=${after}`}`, { headers: { authorization: `Bearer ${secretKey}` } });
    const page = await response.json() as { data: WireIntent[]; has_more: boolean };
    found.push(...page.data.map((intent) => ({ customer: intent.customer ?? '', amount: intent.amount, status: intent.status, paymentId: intent.metadata['paydesk_payment_id'] ?? '' })));
    if (!page.has_more) return found.reverse();
    after = page.data.at(-1)!.id;
  }
}
