import { paramsOf, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { expandable, range, text } from '../params.js';
import type { BalanceTransactionRow } from '../rows.js';

function retrieveCharge(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return { kind: 'charge', id: rowInPath(call, 'charge', 'charge').id, expand: params.expand };
}

function listCharges(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, customer: text(), payment_intent: text(), transfer_group: text() });
  const rows = createdIn(call.work.list('charge', params.payment_intent ?? params.customer ?? undefined), params.created);
  return listAnswer(call, 'charge', rows, '/v1/charges', params);
}

function retrieveTransaction(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return { kind: 'balance_transaction', id: rowInPath(call, 'balance_transaction').id, expand: params.expand };
}

function listTransactions(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, currency: text(), payout: text(), source: text(), type: text() });
  const rows = createdIn(call.work.list('balance_transaction', params.source ?? undefined), params.created);
  return listAnswer(call, 'balance_transaction', ofType(rows, params.type), '/v1/balance_transactions', params);
}

function* ofType(rows: Iterable<BalanceTransactionRow>, type: string | null | undefined): Iterable<BalanceTransactionRow> {
  for (const row of rows) if (!type || row.type === type) yield row;
}

export const chargeRoutes: Route[] = [
  { method: 'GET', path: 'charges', run: listCharges },
  { method: 'GET', path: 'charges/:', run: retrieveCharge },
  { method: 'GET', path: 'balance_transactions', run: listTransactions },
  { method: 'GET', path: 'balance_transactions/:', run: retrieveTransaction },
];
