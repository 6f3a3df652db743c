import { anyCustomer, createCustomer } from '../../core/customers/index.js';
import { listInvoices } from '../../core/invoices/index.js';
import { ProcessorError } from '../../core/ports/processor.js';
import { readSettings, saveSettings } from '../../core/settings/index.js';
import type { Settings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf, parseCurrency } from '../../kernel/currency.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import { percentToPpm, ppmToPercent } from '../../kernel/percent.js';
import { dayIn } from '../../kernel/period.js';
import type { Handlers } from '../call.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import type { Business, ProcessorCheck } from './contract-setup.js';

type Setups = Pick<App, Extract<keyof App, `${string} /api/app/setup${string}`> | 'PUT /api/app/settings' | 'POST /api/app/customers'>;

export const setup: Handlers<Setups, AppContext> = {
  async 'GET /api/app/setup'(_call, { world }) {
    const settings = await readSettings(world.read);
    const today = dayIn(settings.time_zone, world.clock.now());
    const [customer, { items }] = await Promise.all([anyCustomer(world.read), listInvoices(world.read, { limit: 1, today })]);
    const invoice = items.length > 0;
    return {
      settings: toBusiness(settings),
      // Whoever has written an invoice has decided about taxes, and be it that there are none.
      steps: { business: settings.business_address !== '', taxes: settings.default_tax_ppm > 0 || invoice, customer, invoice },
    };
  },

  async 'POST /api/app/setup/processor'(_call, { world }) {
    return askProcessor(world);
  },

  async 'PUT /api/app/settings'({ body, actor }, { world }) {
    const { tax_percent: percent, credits_low_below: low, late_cancellation_fee: fee, ...rest } = body;
    const { currency: present } = await readSettings(world.read);
    const currency = rest.currency === undefined ? present : parseCurrency(rest.currency);
    if (currency !== present) refuseCountedOtherwise(world, currency);
    const exponent = exponentOf(currency);
    const minor = (major: number) => Number(parseMajor(major, exponent));
    await saveSettings(world, actor, {
      ...rest, ...(percent !== undefined && { default_tax_ppm: percentToPpm(percent) }), ...(low !== undefined && { credits_low_below: minor(low) }), ...(fee !== undefined && { late_cancellation_fee: minor(fee) }),
    });
    return toBusiness(await readSettings(world.read));
  },

  async 'POST /api/app/customers'({ body, actor }, { world }) {
    const { name, email, phone, company_name: companyName, address_line1: line1, address_line2: line2, city, state, postal_code: postalCode, country } = body;
    const address = Object.fromEntries(Object.entries({ line1, line2, city, state, postalCode, country }).filter(([, value]) => value !== undefined));
    const made = await world.transact((tx) => createCustomer(tx, { name, email, phone: phone ?? null, companyName: companyName ?? null, address }, actor));
    return { id: made.id, name: made.name, email: made.email };
  },
};

/** A processor that takes other minor units would charge other amounts than our books say. */
function refuseCountedOtherwise(world: World, currency: string): void {
  try {
    if (world.processor('stripe').countsOtherwise.has(currency)) throw new Failure('currency_not_payable', { currency });
  } catch (error) {
    if (!isFailure(error, 'processor_unavailable')) throw error;
  }
}

async function askProcessor(world: World): Promise<ProcessorCheck> {
  try {
    return { state: 'ready', account_id: (await world.processor('stripe').ping()).externalAccountId };
  } catch (error) {
    if (error instanceof Failure && error.code === 'processor_unavailable') return { state: 'not_configured', account_id: null };
    if (!(error instanceof ProcessorError)) throw error;
    return { state: error.outcome === 'refused' ? 'refused' : 'unreachable', account_id: null };
  }
}

/** The way back of what `PUT /api/app/settings` takes: three are said in other units, and the contract leaves out what is no page's. */
function toBusiness({ default_tax_ppm: ppm, credits_low_below: low, late_cancellation_fee: fee, reminder_days: days, ...same }: Settings): Business {
  const exponent = exponentOf(same.currency);
  const major = (minor: number) => Number(formatMajor(BigInt(minor), exponent));
  return { ...same, reminder_days: [...days], tax_percent: ppmToPercent(ppm), credits_low_below: major(low), late_cancellation_fee: major(fee) };
}
