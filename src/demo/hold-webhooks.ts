/**
 * Keeps the stand-in Stripe from telling while `work` makes history: told at once, a payment of last spring would be
 * settled today. Afterwards everything is told, and finds itself known.
 */
export async function holdWebhooks<T>(sandboxUrl: string, work: () => Promise<T>): Promise<T> {
  await ask(`${sandboxUrl}/_sandbox/webhooks`, { hold: true });
  try {
    return await work();
  } finally {
    await ask(`${sandboxUrl}/_sandbox/webhooks`, { hold: false });
    await ask(`${sandboxUrl}/_sandbox/webhooks/release`, {});
  }
}

async function ask(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the stand-in Stripe answered ${response.status} to a change of its deliveries`);
}
