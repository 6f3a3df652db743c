import { storableJson, storableText } from '../../kernel/json.js';
import type { Sink, Statement } from '../tx.js';
import type { AuditEntry } from './entry.js';

type AuditRow = AuditEntry & { readonly id: string };

const insertEntries: Statement<never> = {
  name: 'audit_insert',
  text: `INSERT INTO audit_log (id, at, actor_id, on_behalf_of, action, resource_type, resource_id, outcome, details, ip, request_id)
    SELECT row.id, $1::timestamptz, row.actor_id, row.on_behalf_of, row.action, row.resource_type, row.resource_id, row.outcome, row.details::jsonb, row.ip, row.request_id
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
      AS row (id, actor_id, on_behalf_of, action, resource_type, resource_id, outcome, details, ip, request_id)`,
};

/** All audit lines of a transaction in one statement, after the ledger. */
export const auditSink: Sink<AuditRow> = {
  name: 'audit',
  order: 50,
  async write(tx, rows) {
    await tx.run(insertEntries, [
      tx.now,
      rows.map((row) => row.id),
      rows.map((row) => row.actor.userId),
      rows.map((row) => row.actor.onBehalfOf ?? null),
      rows.map((row) => row.action),
      rows.map((row) => row.resourceType),
      rows.map((row) => row.resourceId),
      rows.map((row) => row.outcome ?? 'success'),
      rows.map((row) => storableJson(row.details ?? {})),
      rows.map((row) => textOrNull(row.actor.ip)),
      rows.map((row) => textOrNull(row.actor.requestId)),
    ]);
  },
};

function textOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : storableText(text);
}
