/** The stand-in Stripe as a payer's browser reaches it. */
export interface PayerDoor {
  readonly url: string;
  readonly publishableKey: string;
}

const GOOD_CARD = '4242424242424242';

/** What a payer does in the browser: confirms an intent with a test card. Throws unless the card was charged. */
export async function confirmInBrowser(door: PayerDoor, clientSecret: string, cardNumber = GOOD_CARD): Promise<void> {
  const id = clientSecret.split('_secret_')[0]!;
  await send(`${door.url}/v1/payment_intents/${id}/confirm`, {
    key: door.publishableKey, client_secret: clientSecret, return_url: 'https://example.com/', 'payment_method_data[type]': 'card', ...card(cardNumber),
  });
}

/** Saves a test card through a setup, as the browser does, and at its bank where that asks; gives the processor's id of the card. */
export async function saveCardInBrowser(door: PayerDoor, clientSecret: string, cardNumber = GOOD_CARD): Promise<string> {
  const id = clientSecret.split('_secret_')[0]!;
  const done = await send(`${door.url}/v1/setup_intents/${id}/confirm`, {
    key: door.publishableKey, client_secret: clientSecret, return_url: 'https://example.com/', 'payment_method_data[type]': 'card', ...card(cardNumber),
  });
  if (typeof done['payment_method'] !== 'string') throw new Error('the stand-in Stripe saved no card');
  if (done['status'] === 'requires_action') await approveAtBank(door, id, clientSecret);
  return done['payment_method'];
}

/**
 * Fills in the page that a checkout's address leads to. Gives the page's id from where it sends the payer, or null
 * where it keeps him (a declined card).
 */
export async function fillInCheckout(url: string, cardNumber: string, name: string, email: string): Promise<string | null> {
  const typed = new URLSearchParams({ email, number: cardNumber, expiry: '12 / 34', cvc: '123', name, country: 'US', postal_code: '11215' });
  const response = await fetch(url, { method: 'POST', body: typed, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  const sentTo = response.headers.get('location');
  return sentTo === null ? null : new URL(sentTo).searchParams.get('session');
}

/** Says yes on the page of the bank that asks whether the card may be kept. */
async function approveAtBank(door: PayerDoor, id: string, clientSecret: string): Promise<void> {
  const form = new URLSearchParams({ key: clientSecret.slice(-12), answer: 'approve' });
  const response = await fetch(`${door.url}/3ds/${id}`, { method: 'POST', body: form, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  if (response.status >= 400) throw new Error(`the bank of the stand-in Stripe answered ${response.status}`);
}

function card(number: string): Record<string, string> {
  return {
    'payment_method_data[card][number]': number, 'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034', 'payment_method_data[card][cvc]': '123',
  };
}

async function send(url: string, form: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), signal: AbortSignal.timeout(10_000) });
  const body = await response.json() as Record<string, unknown>;
  if (!response.ok) throw new Error(`the stand-in Stripe answered ${response.status} to a demo payment`);
  return body;
}
