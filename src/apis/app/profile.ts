import { cached } from '../../core/caches/index.js';
import { changeCustomer, findCustomer } from '../../core/customers/index.js';
import { listMessages, replyToMessage, writeMessage } from '../../core/messages/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { ownOnly, uuid } from './context.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import { toMessage, toProfile } from './views-care.js';

type Profiles = Pick<App, Extract<keyof App, `${string} /api/app/profile${string}` | `${string} /api/app/messages${string}`>>;

const PAGE = 25;

export const profile: Handlers<Profiles, AppContext> = {
  async 'GET /api/app/profile'({ who, customerId }, { world }) {
    const customer = await cached(world.read, { cache: 'customers', owner: customerId, kind: 'customer', key: who.email }, () => findCustomer(world.read, customerId));
    if (!customer) throw new Failure('customer_not_found');
    return toProfile(customer);
  },

  async 'PATCH /api/app/profile'({ body, customerId, actor }, { world }) {
    const { name, phone, address_line1: line1, address_line2: line2, city, state, postal_code: postalCode, country } = body;
    const given = Object.entries({ line1, line2, city, state, postalCode, country }).filter(([, value]) => value !== undefined);
    const change = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }), address: Object.fromEntries(given) };
    return toProfile(await world.transact((tx) => changeCustomer(tx, customerId, change, actor)));
  },

  async 'GET /api/app/messages'({ who, query }, { world }) {
    const { cursor, limit = PAGE } = query;
    const customerId = ownOnly(who);
    const load = () => listMessages(world.read, { customerId, cursor, limit });
    const page = await (customerId === undefined ? load() : cached(world.read, { cache: 'notifications', owner: customerId, kind: 'messages', key: JSON.stringify([cursor, limit]) }, load));
    return { items: page.items.map(toMessage), next_cursor: page.nextCursor };
  },

  async 'POST /api/app/messages'({ who, body, customerId, actor }, { world }) {
    return toMessage(await world.transact((tx) => writeMessage(tx, { customerId, author: who, subject: body.subject, body: body.body, actor })));
  },

  async 'POST /api/app/messages/{id}/reply'({ who, params, body, actor }, { world }) {
    const messageId = uuid(params.id, 'message_not_found');
    return toMessage(await world.transact((tx) => replyToMessage(tx, { messageId, author: who, body: body.body, actor })));
  },
};
