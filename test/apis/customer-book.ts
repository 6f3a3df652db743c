import { createSetup } from '../../src/core/payments/index.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestServer } from '../contract/server.js';
import type { Answer, TestServer } from '../contract/server.js';

export const PASSWORD = 'quite long and rare 7';
export const address = { street: '1 Main St', city: 'Springfield', state: 'IL', postal_code: '62701', country: 'US' };

/** The product called in process by an admin, who opens customers. */
export interface CustomerBook {
  readonly s: TestServer;
  asAdmin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sets the clock ahead; the admin signs in again. */
  advance(days: number): Promise<void>;
  open(more?: Record<string, unknown>): Promise<{ id: string; email: string; view: Record<string, unknown> }>;
  saveCard(customerId: string): Promise<string>;
  close(): Promise<void>;
}

export async function openCustomerBook(): Promise<CustomerBook> {
  const s = await openTestServer({ factor: 1_000 });
  let admin = await s.token(['admin']);
  const asAdmin = (method: string, path: string, body?: unknown) => s.call(method, path, { token: admin, body });
  return {
    s, asAdmin,
    async advance(days) {
      s.clock.advance(days * 86_400_000);
      admin = await s.token(['admin']);
    },
    async open(more = {}) {
      const billingEmail = email();
      const answer = await asAdmin('POST', '/customers', { name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail, address, ...more });
      if (answer.status !== 201) throw new Error(answer.text);
      return { id: answer.body['id'] as string, email: billingEmail, view: answer.body };
    },
    async saveCard(customerId) {
      const { clientSecret } = await createSetup(s.world, { customerId }, newId());
      return saveCardInBrowser({ url: s.sandbox.urls.stripe, publishableKey: s.publishableKey }, clientSecret);
    },
    close: () => s.close(),
  };
}

export const email = (): string => `c-${newId()}@example.test`;

export const list = (answer: Answer): Record<string, unknown>[] => answer.body as unknown as Record<string, unknown>[];

export const error = (answer: Answer): { status: number; code: unknown; message: unknown } => ({
  status: answer.status, ...(answer.body['error'] as { code: unknown; message: unknown }),
});
