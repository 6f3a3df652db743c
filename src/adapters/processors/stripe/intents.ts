import type { CreateIntent, Intent } from '../../../core/ports/processor.js';
import type { Client } from './client.js';
import { requireOurUnits } from './currencies.js';
import { PAYMENT_MARK, readIntent } from './read-intent.js';
import { checkedId, malformed } from './wire.js';

/** The card and what Stripe keeps stand behind the charge. */
const EXPAND = ['latest_charge.balance_transaction'];

/** Cards and wallets only: whatever sends the payer to another site would need a page to come back to. */
const METHODS = { enabled: true, allow_redirects: 'never' } as const;

/**
 * Creates the intent, and charges the saved method at once where `charge` says so. A charge that needs the
 * payer's proof comes back as `awaiting_action` when he is present, as refused (`authentication_required`,
 * with the intent, which he can still confirm) when he is not.
 */
export async function createIntent(client: Client, input: CreateIntent): Promise<Intent> {
  const { charge } = input;
  requireOurUnits(input.currency);
  const answer = await client.write(input.paymentId, (stripe, options) =>
    stripe.paymentIntents.create(
      {
        amount: Number(input.amount),
        currency: input.currency.toLowerCase(),
        description: input.description,
        metadata: { ...input.metadata, [PAYMENT_MARK]: input.paymentId },
        automatic_payment_methods: METHODS,
        ...(input.customerExternalId === null ? {} : { customer: checkedId(input.customerExternalId, 'cus') }),
        ...(input.keepMethod === true && { setup_future_usage: 'off_session' as const }),
        ...(charge === undefined ? {} : confirmation(charge)),
        expand: EXPAND,
      },
      options,
    ),
  );
  const intent = readIntent(answer, client.account);
  const asAsked = intent.paymentId === input.paymentId && intent.amount === input.amount && intent.currency === input.currency.toUpperCase();
  if (!asAsked) throw malformed('echo');
  return intent;
}

function confirmation(charge: NonNullable<CreateIntent['charge']>) {
  const method = checkedId(charge.methodExternalId, 'pm', 'card', 'src');
  return { confirm: true, payment_method: method, ...(charge.payerPresent === true ? {} : { off_session: true }) };
}

export async function retrieveIntent(client: Client, externalId: string): Promise<Intent> {
  const id = checkedId(externalId, 'pi');
  const answer = await client.read((stripe, options) => stripe.paymentIntents.retrieve(id, { expand: EXPAND }, options));
  return sameIntent(readIntent(answer, client.account), id);
}

/** Refused, with the intent as it stands, once it succeeded or was canceled. */
export async function cancelIntent(client: Client, externalId: string): Promise<Intent> {
  const id = checkedId(externalId, 'pi');
  const answer = await client.write(null, (stripe, options) => stripe.paymentIntents.cancel(id, { expand: EXPAND }, options));
  return sameIntent(readIntent(answer, client.account), id);
}

/** The card stands on the intent until somebody confirms it, with this one or another. */
export async function meanMethod(client: Client, externalId: string, methodExternalId: string): Promise<Intent> {
  const [id, method] = [checkedId(externalId, 'pi'), checkedId(methodExternalId, 'pm', 'card', 'src')];
  const answer = await client.write(null, (stripe, options) => stripe.paymentIntents.update(id, { payment_method: method, expand: EXPAND }, options));
  return sameIntent(readIntent(answer, client.account), id);
}

function sameIntent(intent: Intent, asked: string): Intent {
  if (intent.externalId !== asked) throw malformed('echo');
  return intent;
}
