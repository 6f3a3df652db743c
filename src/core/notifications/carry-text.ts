import type { Carrier } from '../outbox/index.js';
import { TextRefused } from '../ports/texter.js';
import type { Texter } from '../ports/texter.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { MakeDigits } from './links.js';

export interface TextCarrierParts {
  readonly world: Pick<World, 'read'>;
  readonly texter: Texter;
  readonly digits: MakeDigits;
}

/** Carries text messages: the digits are made now, or the message is dropped because they are of no use any more. */
export function textCarrier({ world, texter, digits }: TextCarrierParts): Carrier {
  return async (message) => {
    const code = await digits(message, world.read);
    if (code === null) return { outcome: 'dropped', reason: 'no longer true' };
    const { business_name: business } = await businessSettings(world.read);
    const minutes = String(message.data['expires_in_minutes']);
    try {
      await texter.send({ to: message.recipient, body: `${code} is your code for ${business}, good for ${minutes} minutes. Tell it to nobody: we never ask for it.` });
    } catch (error) {
      if (error instanceof TextRefused) return { outcome: 'refused', reason: error.message };
      throw error;
    }
    return { outcome: 'sent' };
  };
}
