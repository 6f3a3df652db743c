import { once } from 'node:events';
import type { Kind, Rows } from '../rows.js';
import { viewOf } from '../views/view.js';
import { readerAt } from '../reader.js';
import type { Command, Control } from './control.js';

const BATCH = 500;

/** Every object of a kind, oldest first, unpaged, as the API would show it. `of` narrows to one linked object. */
function listAll<K extends Kind>(kind: K): Control {
  return async ({ api, query, response }: Command) => {
    const reader = readerAt(api.state, api.version, '');
    const table = api.state.tables[kind];
    const rows = [...(typeof query.of === 'string' ? table.newest(query.of) : table.newest())].reverse() as Rows[K][];
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write(`{"count":${rows.length},"data":[`);
    for (let place = 0; place < rows.length; place += BATCH) {
      const part = rows.slice(place, place + BATCH).map((row) => JSON.stringify(viewOf(kind, row, reader)));
      if (!response.write((place > 0 ? ',' : '') + part.join())) await once(response, 'drain');
    }
    response.end(']}');
  };
}

export const listControls: Record<string, Control> = {
  'GET customers': listAll('customer'),
  'GET payment_methods': listAll('payment_method'),
  'GET payment_intents': listAll('payment_intent'),
  'GET setup_intents': listAll('setup_intent'),
  'GET charges': listAll('charge'),
  'GET refunds': listAll('refund'),
  'GET disputes': listAll('dispute'),
  'GET checkout_sessions': listAll('checkout_session'),
  'GET balance_transactions': listAll('balance_transaction'),
};
