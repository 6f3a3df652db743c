import { accountId, chart } from '../ledger/index.js';
import type { AccountKind } from '../ledger/index.js';
import { readAccounts } from './store.js';
import type { AccountRow } from './store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

const owned = Object.entries(chart).filter(([, { owned }]) => owned).map(([kind]) => kind);

/** Accounts are named by what they are, and the running balances are what the entries add up to. */
export async function checkAccounts(survey: Survey): Promise<void> {
  for await (const page of inPages(FIRST_UUID, (after) => readAccounts(survey.reader, after, owned), (a) => a.id)) {
    for (const account of page) checkAccount(survey, account);
    survey.counted('ledger_accounts', page.length);
    survey.counted('ledger_balances', page.filter((a) => a.balance !== null).length);
  }
}

function checkAccount(survey: Survey, a: AccountRow): void {
  const kind = isKind(a.kind) ? a.kind : undefined;
  if (!kind || accountId({ kind, unit: a.unit, owner: a.owner_id }) !== a.id) {
    survey.found('ledger_accounts', a.id, `kind, unit or owner was changed: ${a.kind} ${a.unit} ${a.owner_id} has another id`);
    return;
  }
  if (!chart[kind].owned) {
    if (a.balance !== null) survey.found('ledger_balances', a.id, `a balance of ${a.balance} for ${kind}, which keeps none`);
    return;
  }
  const derived = a.derived ?? 0n;
  if (a.balance === null && a.moved) survey.found('ledger_balances', a.id, `is missing: the entries of ${label(a)} add up to ${derived}`);
  else if ((a.balance ?? 0n) !== derived) survey.found('ledger_balances', a.id, `says ${a.balance ?? 0n}; the entries of ${label(a)} add up to ${derived}`);
}

function isKind(kind: string): kind is AccountKind {
  return Object.hasOwn(chart, kind);
}

function label(a: AccountRow): string {
  return `${a.kind} ${a.owner_id} (${a.unit})`;
}
