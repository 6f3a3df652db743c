import type { Control } from './control.js';

const health: Control = ({ api }) => ({
  ok: true,
  version: api.version,
  objects: Object.fromEntries(Object.entries(api.state.tables).map(([kind, table]) => [kind, table.count()])),
  events: api.state.events.length,
  pending_deliveries: api.state.pending.size,
  held_deliveries: api.courier.held(),
  memory_mb: Math.round(process.memoryUsage().rss / 2 ** 20),
});

/** A new, empty journal; the old one is kept beside it as `.old`. */
const reset: Control = ({ api }) => {
  api.courier.forget();
  api.faults.clear();
  api.state.reset();
  return { ok: true };
};

const forgetKeys: Control = ({ api }) => {
  const count = api.state.answers.size;
  api.state.answers.clear();
  return { forgotten: count };
};

/** Makes what is pending in the balance available, as two days would. */
const advance: Control = ({ api }) => {
  const until = Math.floor(Date.now() / 1000);
  api.state.write({ set: { available_until: until } });
  return { available_until: until };
};

const settings: Control = ({ api, body }) => {
  const { late_fees, search_lag, ...unknown } = body;
  if (Object.keys(unknown).length > 0) throw new Error(`Unknown settings ${Object.keys(unknown).join(', ')}; known: late_fees, search_lag`);
  api.state.write({ set: { ...(typeof late_fees === 'boolean' && { late_fees }), ...(typeof search_lag === 'number' && { search_lag }) } });
  return { late_fees: api.state.settings.late_fees ?? false, search_lag: api.state.settings.search_lag ?? 0 };
};

export const stateControls: Record<string, Control> = {
  'GET health': health,
  'POST reset': reset,
  'POST settings': settings,
  'POST balance/advance': advance,
  'DELETE idempotency_keys': forgetKeys,
};
