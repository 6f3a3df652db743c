import type { SetupIntentRow } from '../rows.js';
import { intentErrorView } from './intent-error.js';
import { nextActionView } from './next-action.js';
import type { Fields, Reader } from './fields.js';

export function setupIntentView(row: SetupIntentRow, reader: Reader): Fields {
  const current = reader.shape === 'current';
  return {
    id: row.id,
    object: 'setup_intent',
    application: null,
    automatic_payment_methods: row.methods ? null : { allow_redirects: row.allow_redirects, enabled: true },
    cancellation_reason: row.cancellation_reason,
    client_secret: row.secret,
    created: row.created,
    customer: row.customer,
    description: row.description,
    flow_directions: null,
    last_setup_error: intentErrorView(row.error, reader),
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: row.metadata,
    next_action: nextActionView(row, reader),
    on_behalf_of: null,
    payment_method: row.payment_method,
    payment_method_configuration_details: row.methods ? null : { id: 'pmc_sandbox', parent: null },
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: row.methods ?? row.allowed_methods ?? ['card'],
    single_use_mandate: null,
    status: row.status,
    usage: row.usage,
    ...(current && {
      allowed_payment_method_types: row.allowed_methods,
      customer_account: null,
      excluded_payment_method_types: null,
    }),
  };
}
