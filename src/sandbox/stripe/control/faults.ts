import { FAULT_MODES, type FaultMode, type FaultRequest } from '../faults.js';
import type { Control } from './control.js';

const add: Control = ({ api, body }) => {
  if (!FAULT_MODES.includes(body.mode as FaultMode)) throw new Error(`mode must be one of ${FAULT_MODES.join(', ')}`);
  return api.faults.add(body as unknown as FaultRequest);
};

export const faultControls: Record<string, Control> = {
  'GET faults': ({ api }) => ({ data: api.faults.list() }),
  'POST faults': add,
  'DELETE faults': ({ api }) => {
    api.faults.clear();
    return { ok: true };
  },
};
