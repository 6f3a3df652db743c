import type { State } from '../entries.js';

/** Whether a delivery target takes this type of event. Configured targets take all; registered ones what they list. */
export function wants(state: State, target: string, type: string): boolean {
  if (target.startsWith('target:')) return true;
  const endpoint = state.tables.webhook_endpoint.get(target);
  return endpoint?.enabled_events.some((event) => event === '*' || event === type) ?? false;
}
