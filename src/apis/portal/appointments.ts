import { cancelAppointment } from '../../core/appointments/index.js';
import type { World } from '../../core/tx.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';
import { appointmentId } from './ids.js';

/** Appointments of the portal document. */
export const appointments: Handlers<Pick<Portal, 'POST /api/appointments/{id}/cancel'>, World> = {
  async 'POST /api/appointments/{id}/cancel'({ params, customerId, actor }, world) {
    const id = appointmentId(params.id);
    await world.transact((tx) => cancelAppointment(tx, { appointmentId: id, customerId, actor }));
    return { success: true as const };
  },
};
