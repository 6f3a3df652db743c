import type { WebhookEndpointRow } from '../rows.js';
import type { Fields } from './fields.js';

/** Without its secret, which is told once, at creation. */
export function webhookEndpointView(row: WebhookEndpointRow): Fields {
  if (row.deleted) return { id: row.id, object: 'webhook_endpoint', deleted: true };
  return {
    id: row.id,
    object: 'webhook_endpoint',
    api_version: row.api_version,
    application: null,
    created: row.created,
    description: row.description,
    enabled_events: row.enabled_events,
    livemode: false,
    metadata: row.metadata,
    status: row.status,
    url: row.url,
  };
}
