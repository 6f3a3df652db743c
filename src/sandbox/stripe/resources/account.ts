import { paramsOf, type Answer, type Call, type Route } from '../call.js';
import { noSuch } from '../failure.js';
import { expandable } from '../params.js';
import { accountView } from '../views/account.js';

function current(call: Call): Answer {
  paramsOf(call, expandable);
  return { fields: accountView };
}

function retrieve(call: Call): Answer {
  paramsOf(call, expandable);
  if (call.ids[0] !== accountView.id) throw noSuch('account', call.ids[0] ?? '', 'account');
  return { fields: accountView };
}

function balance(call: Call): Answer {
  paramsOf(call, expandable);
  let pending = 0;
  for (const row of call.work.list('balance_transaction')) if (row.currency === 'usd') pending += row.amount - row.fee;
  const amount = (value: number) => [{ amount: value, currency: 'usd', source_types: { card: value } }];
  return { fields: { object: 'balance', available: amount(0), livemode: false, pending: amount(pending) } };
}

export const accountRoutes: Route[] = [
  { method: 'GET', path: 'account', run: current },
  { method: 'GET', path: 'accounts/:', run: retrieve },
  { method: 'GET', path: 'balance', run: balance },
];
