import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Count = Type.Integer();
const Day = Type.String();

/** Figures of docs/analytics.md, and how far they are to be believed. */
export const Usage = Type.Object({
  customer: Type.Object({ id: Text, name: Text }),
  state: OneOf('fresh', 'old', 'unknown', 'unconnected'),
  fetched_at: Nullable(Text),
  start_date: Day, end_date: Day,
  daily_active_users: Count, monthly_active_users: Count, new_users: Count, total_users: Count,
  retention_rate: Type.Number(), engagement_rate: Type.Number(), average_session_duration: Type.Number(), sessions_per_user: Type.Number(), events_per_user: Type.Number(),
  features: Type.Array(Type.Object({ feature: Text, usage_count: Count })),
  devices: Type.Object({ ios: Count, android: Count, web: Count, other: Count }),
  growth: Type.Array(Type.Object({ date: Day, users: Count })),
  /** Whose app is counted; for admins only. */
  source: Nullable(Type.Object({ firebase_app_id: Nullable(Text), firebase_project_id: Nullable(Text), analytics_property_id: Nullable(Text) })),
});
export type Usage = Static<typeof Usage>;

const id = Type.Optional(Nullable(Type.String({ maxLength: 200 })));
const SourceChange = Type.Object({ firebase_app_id: id, firebase_project_id: id, analytics_property_id: Type.Optional(Nullable(Type.String({ pattern: '^\\d{1,20}$' }))) }, { additionalProperties: false });
export type SourceChange = Static<typeof SourceChange>;

const UsageQuery = Type.Object({
  customer_id: Type.Optional(Type.String({ maxLength: 100 })), start_date: Type.Optional(Type.String({ maxLength: 40 })), end_date: Type.Optional(Type.String({ maxLength: 40 })),
});

const reading: Limit = { requests: 120, perSeconds: 60, per: 'caller', group: 'app-usage' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';

/** Usage for the pages: the document's figures with what its model has no place for. */
export const usage = {
  'GET /api/app/usage': { summary: 'How one’s own app is used; for admins any customer’s', access: 'signed-in', query: UsageQuery, reply: Usage, limit: reading, fails },
  'PATCH /api/app/customers/{id}/usage-source': {
    summary: 'Say which app a customer has', access: { roles: ['admin'] }, params: Type.Object({ id: Type.String({ maxLength: 100 }) }), body: SourceChange,
    reply: Type.Object({ firebase_app_id: Nullable(Text), firebase_project_id: Nullable(Text), analytics_property_id: Nullable(Text) }), limit: writing, fails,
  },
} as const satisfies Contract;
