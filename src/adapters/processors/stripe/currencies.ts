import { ProcessorError } from '../../../core/ports/processor.js';

/**
 * By docs.stripe.com/currencies: MGA without decimals; ISK and UGX with two, as they once were; three decimals
 * only with a last digit of 0.
 */
export const COUNTS_OTHERWISE: ReadonlySet<string> = new Set(['MGA', 'ISK', 'UGX', 'BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Its smallest unit is not ours: what we would ask for is a hundred times another amount. Refused with `currency_not_payable`. */
export function requireOurUnits(currency: string): void {
  if (COUNTS_OTHERWISE.has(currency.toUpperCase())) throw new ProcessorError('refused', 'currency_not_payable');
}
