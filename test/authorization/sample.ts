import { publicLinks } from '../../src/core/public-links/index.js';
import { newId } from '../../src/kernel/ids.js';
import { hashOf } from './offers.js';
import type { Party, Stage } from './stage.js';
import { PASSWORD } from './stage.js';
import { make } from './things.js';
import type { Kind, Owner } from './things.js';

/** What goes into one call beside the route and the credential. */
export interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever the request is about, and who sends it (null: nobody in particular). */
export interface Case {
  readonly stage: Stage;
  readonly owner: Owner;
  readonly caller: Party | null;
}

export interface Sample {
  /** A request that succeeds for whoever may: new things every time, since a success uses them up. */
  readonly request: (of: Case) => Promise<Request> | Request;
  /** Where ids of things stand in it: `params.id`, `body.invoiceId`. */
  readonly ids?: Readonly<Record<string, Kind>>;
  /** Other requests of the same route that carry other ids. */
  readonly also?: readonly Sample[];
}

export const nothing: Sample = { request: () => ({}) };
export const json = (body: Record<string, unknown>): Sample => ({ request: () => ({ body }) });
export const anAddress = (more: Record<string, unknown> = {}): Sample => ({ request: () => ({ body: { email: `nobody-${newId()}@example.test`, ...more } }) });
export const param = (name: string): Sample => ({ request: () => ({ params: { [name]: newId() } }) });
export const thing = (kind: Kind, body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { id: await make(stage, kind, owner) }, ...(body && { body }) }), ids: { 'params.id': kind },
});
export const ofCustomer = (body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { customer_id: await make(stage, 'customer', owner) }, ...(body && { body }) }), ids: { 'params.customer_id': 'customer' },
});
/** Whoever has the link may: the address is the key, so nothing else of the caller counts. */
export const behindLink = (kind: Kind): Sample => ({
  request: async ({ stage, owner }) => ({ params: { token: publicLinks({ keys: stage.app.identity.keys, publicUrl: 'http://127.0.0.1' }).tokenFor({ kind: 'invoice', id: await make(stage, kind, owner) }) } }),
});
/** An offer by the name its address has for it. */
export const anOffer = (name: string, kind: Kind, body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { [name]: await make(stage, kind, owner) }, ...(body && { body }) }), ids: { [`params.${name}`]: kind },
});
/** A decision about an offer, in the words that were read. */
export const decided = (more: Record<string, unknown>): Sample => ({
  async request({ stage, owner }) {
    const id = await make(stage, 'proposal', owner);
    return { params: { id }, body: { document_hash: await hashOf(stage, id), ...more } };
  },
  ids: { 'params.id': 'proposal' },
});
/** The same for whoever has the link: the address is the key. */
export const offerLink = (kind: Kind, body?: (hash: string) => Record<string, unknown>): Sample => ({
  async request({ stage, owner }) {
    const id = await make(stage, kind, owner);
    const token = publicLinks({ keys: stage.app.identity.keys, publicUrl: 'http://127.0.0.1' }).tokenFor({ kind: 'proposal', id });
    return { params: { token }, ...(body && { body: body(await hashOf(stage, id)) }) };
  },
});
export const mail = (type: string, about: Readonly<Record<string, Kind>>, more: Record<string, unknown> = {}): Sample => ({
  async request({ stage, owner }) {
    const data: Record<string, unknown> = { customerId: owner.customerId, ...more };
    for (const [name, kind] of Object.entries(about)) data[name] = await make(stage, kind, owner);
    return { body: { type, data } };
  },
  ids: { 'body.data.customerId': 'customer', ...Object.fromEntries(Object.entries(about).map(([name, kind]) => [`body.data.${name}`, kind])) },
});
export const credentials: Sample = { request: ({ stage }) => ({ body: { email: stage.callers.cust_own.user.email, password: PASSWORD } }) };
export const unsigned: Sample = { request: () => ({ body: { id: 'evt_1', object: 'event' }, headers: { 'stripe-signature': 't=1,v1=00' } }) };
