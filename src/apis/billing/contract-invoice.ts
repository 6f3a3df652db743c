import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();

/** An invoice as the billing document has it: decimal units of its currency, instants in UTC. */
export const Invoice = Type.Object({
  id: Text, customer_id: Text, proposal_id: Nullable(Text), invoice_number: Text, status: OneOf('draft', 'pending', 'paid', 'overdue', 'cancelled'),
  amount: Money, tax_amount: Money, total_amount: Money, amount_paid: Money, amount_due: Money, amount_refunded: Money, currency: Text,
  issue_date: Text, due_date: Text, paid_date: Nullable(Text), description: Nullable(Text), infrastructure_costs: Money, milestone: Nullable(Text),
  line_items: Type.Array(Type.Object({ description: Text, quantity: Type.Integer(), unit_price: Money, amount: Money, tax_amount: Money })),
  payment_method: Nullable(Text), stripe_invoice_id: Nullable(Text), stripe_payment_intent_id: Nullable(Text), created_at: Text, updated_at: Text,
});
export type Invoice = Static<typeof Invoice>;
