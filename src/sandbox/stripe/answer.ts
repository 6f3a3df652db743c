import type { Answer, Call } from './call.js';
import { readerOf } from './call.js';
import { expandFields } from './expand.js';
import type { StripeFailure } from './failure.js';
import { refundsOf } from './page.js';
import { publicIntentView } from './views/payment-intent.js';
import type { Fields, Json } from './views/fields.js';
import { viewOf } from './views/view.js';

/** The answer's JSON at the caller's version; holders of a publishable key see less. */
export function answerFields(call: Call, answer: Answer): Fields {
  if ('fields' in answer) return answer.fields;
  const reader = readerOf(call);
  const row = call.work.find(answer.kind, answer.id);
  if (!row) throw new Error(`${answer.kind} ${answer.id} was answered but not written`);
  const fields = viewOf(answer.kind, row as never, reader);
  expandFields(fields, answer.expand ?? [], reader, (charge) => refundsOf(call, charge));
  return call.role === 'public' && answer.kind !== 'payment_method' ? publicIntentView(fields) : fields;
}

/** Stripe's error object, with the intent and the payment method it speaks of. */
export function errorFields(failure: StripeFailure, call: Call | undefined, request: string): Fields {
  const error: Fields = { ...failure.fields, message: failure.message, request_log_url: `https://dashboard.stripe.com/test/logs/${request}`, type: failure.type };
  const { code } = failure.fields;
  if (code) error.doc_url = `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
  for (const name of Object.keys(error)) if (error[name] === undefined) delete error[name];
  if (call && failure.paymentMethod && call.role === 'secret') {
    const method = call.work.find('payment_method', failure.paymentMethod);
    if (method) error.payment_method = viewOf('payment_method', method, readerOf(call)) as Json;
  }
  if (call && failure.intent) error[failure.intent.kind] = answerFields(call, failure.intent) as Json;
  return { error };
}
