import { hasRole } from '../../core/identity/index.js';
import { sendNotification } from '../../core/notifications/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';

/** Notifications of the portal document: staff to every customer, customers to themselves. */
export const notifications: Handlers<Pick<Portal, 'POST /api/notifications/send-email'>, World> = {
  async 'POST /api/notifications/send-email'({ who, customerId, body, actor, requestId, requestKey }, world) {
    const staff = hasRole(who, 'staff');
    if (!staff && customerId === null) throw new Failure('customer_not_found');
    await sendNotification(world, {
      type: body.type, data: body.data, onlyCustomerId: staff ? null : customerId, occasion: requestKey ?? `${who.userId}:${requestId}`, actor,
    });
    return { success: true as const };
  },
};
