import { intentIdOf, outcomeOf, type CardField, type IntentSight, type Outcome } from './outcome.js';

export interface TypedCard {
  /** Digits only. */
  number: string;
  month: number;
  year: number;
  cvc: string;
}

export interface SandboxDoor {
  publishableKey: string;
  sandboxPort: number;
}

interface ErrorBody {
  error?: { message?: string; code?: string; param?: string; payment_intent?: IntentSight; setup_intent?: IntentSight };
}

/** Confirms a payment or a saved card from the browser, as the real processor's own script does: card data never passes through our server. */
export async function confirmAtSandbox(door: SandboxDoor, clientSecret: string, card: TypedCard, returnUrl: string): Promise<Outcome> {
  const form = new URLSearchParams({
    key: door.publishableKey,
    client_secret: clientSecret,
    return_url: returnUrl,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': card.number,
    'payment_method_data[card][exp_month]': String(card.month),
    'payment_method_data[card][exp_year]': String(card.year),
    'payment_method_data[card][cvc]': card.cvc,
  });
  const intentId = intentIdOf(clientSecret);
  const response = await reach(`${address(door, intentId)}/confirm`, { method: 'POST', body: form });
  // No answer is not a refusal: the card may have been charged, and the result page finds out.
  if (!response || response.status >= 500) return { kind: 'done', intentId };
  const body = (await response.json()) as IntentSight & ErrorBody;
  return response.ok ? outcomeOf(body) : refusalOf(body, intentId);
}

/** Looks at the intent with its secret, or undefined when the processor cannot be reached. */
export async function retrieveAtSandbox(door: SandboxDoor, clientSecret: string): Promise<IntentSight | undefined> {
  const query = new URLSearchParams({ key: door.publishableKey, client_secret: clientSecret });
  const response = await reach(`${address(door, intentIdOf(clientSecret))}?${query}`, {});
  return response?.ok ? ((await response.json()) as IntentSight) : undefined;
}

function address(door: SandboxDoor, intentId: string): string {
  const kind = intentId.startsWith('seti_') ? 'setup_intents' : 'payment_intents';
  return `${location.protocol}//${location.hostname}:${door.sandboxPort}/v1/${kind}/${encodeURIComponent(intentId)}`;
}

async function reach(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(url, { ...init, credentials: 'omit', signal: AbortSignal.timeout(30_000) });
  } catch {
    return undefined;
  }
}

const fields: Record<string, CardField> = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' };

function refusalOf(body: ErrorBody, intentId: string): Outcome {
  const error = body.error ?? {};
  // A repeated click finds the intent already paid: that is a payment, not a refusal.
  const found = error.payment_intent ?? error.setup_intent;
  if (found && /^(payment|setup)_intent_unexpected_state$/.test(error.code ?? '')) return outcomeOf(found);
  const field = error.param ? fields[error.param.replace(/^.*\[(\w+)\]$/, '$1')] : undefined;
  return { kind: 'refused', message: error.message ?? `${intentId} was refused.`, ...(field ? { field } : {}) };
}
