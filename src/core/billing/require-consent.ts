import { Failure } from '../../kernel/failure.js';
import type { Reader } from '../tx.js';
import { billingSettingsOf } from './billing-settings-of.js';

/** Whoever is not its holder charges only the very card whose holder allowed it: else `charge_not_allowed`. */
export async function requireConsent(reader: Reader, customerId: string, methodId: string): Promise<void> {
  const settings = await billingSettingsOf(reader, customerId);
  if (settings.chargeConsentAt === null || settings.methodId !== methodId) throw new Failure('charge_not_allowed');
}
