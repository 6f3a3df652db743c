import type { BillingChange } from '../core/billing/index.js';
import type { CustomerStatus } from '../core/customers/index.js';

/** A bill of the past: how many days ago, when it was due, in cents, and what came of it. */
export interface DemoBill {
  readonly daysAgo: number;
  readonly dueDays: number;
  readonly for: string;
  readonly cents: bigint;
  /** How it was paid, by hand; null: not yet. */
  readonly paid: 'bank_transfer' | 'cheque' | null;
}

export interface DemoMember {
  readonly name: string;
  readonly email: string;
  /** Without one he is invited and has not come yet. */
  readonly password?: string;
}

/** A company the demo's business works for: several people, bills of its own rhythm. */
export interface DemoClient {
  readonly company: string;
  readonly contact: string;
  readonly email: string;
  readonly phone: string;
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly status: CustomerStatus;
  /** When they came, and when they were put away. */
  readonly sinceDays: number;
  readonly archivedDaysAgo?: number;
  readonly billing?: BillingChange;
  readonly members: readonly DemoMember[];
  readonly bills: readonly DemoBill[];
}

const bills = (what: string, cents: bigint, daysAgo: readonly number[], paid: DemoBill['paid'] = 'bank_transfer'): DemoBill[] =>
  daysAgo.map((days) => ({ daysAgo: days, dueDays: 14, for: what, cents, paid }));

/** The client whose login the demo offers. */
export const CLIENT_LOGIN = { name: 'Helena Vine', email: 'helena@client.example', password: 'harbor-and-vine-27' } as const;

export const DEMO_CLIENTS: readonly DemoClient[] = [
  {
    company: 'Harbor & Vine Hotels', contact: 'Helena Vine', email: 'accounts@harborvine.example', phone: '+1 646 555 0181',
    line1: '400 Pier Avenue', city: 'New York', state: 'NY', postalCode: '10014', country: 'US', status: 'active', sinceDays: 330,
    billing: { paymentMethod: 'stripe', frequency: 'monthly', monthlyFee: 125_000n, billingDay: 1, taxPpm: 82_500, paymentTermsDays: 14 },
    members: [CLIENT_LOGIN, { name: 'Tomás Reyes', email: 'tomas@client.example', password: 'harbor-and-vine-28' }, { name: 'Priya Nair', email: 'priya@client.example' }],
    bills: [...bills('Monthly care, lobby and rooms', 125_000n, [300, 270, 240, 210, 180, 150, 120, 90, 60]), { daysAgo: 30, dueDays: 14, for: 'Monthly care, lobby and rooms', cents: 125_000n, paid: null }],
  },
  {
    company: 'Okafor Legal LLP', contact: 'Ngozi Okafor', email: 'office@okaforlegal.example', phone: '+1 212 555 0158',
    line1: '77 Wall Street, 12th floor', city: 'New York', state: 'NY', postalCode: '10005', country: 'US', status: 'active', sinceDays: 290,
    billing: { paymentMethod: 'bank_transfer', frequency: 'quarterly', monthlyFee: 60_000n, billingDay: 15, taxPpm: 82_500, paymentTermsDays: 30 },
    members: [{ name: 'Ngozi Okafor', email: 'ngozi@client.example', password: 'okafor-and-partners-3' }, { name: 'Ben Ashworth', email: 'ben.ashworth@client.example' }],
    bills: [...bills('Quarterly care, offices', 180_000n, [280, 190, 100]), { daysAgo: 75, dueDays: 10, for: 'Carpet of the library', cents: 94_500n, paid: null }],
  },
  {
    company: 'Blue Finch Studio', contact: 'Mei Tanaka', email: 'hello@bluefinch.example', phone: '+1 718 555 0193',
    line1: '9 Water Street', city: 'Brooklyn', state: 'NY', postalCode: '11201', country: 'US', status: 'onboarding', sinceDays: 20,
    billing: { paymentMethod: 'credit_card', frequency: 'monthly', monthlyFee: 48_000n, billingDay: 31, paymentTermsDays: 7 },
    members: [{ name: 'Mei Tanaka', email: 'mei@client.example' }],
    bills: [{ daysAgo: 6, dueDays: 14, for: 'First deep clean', cents: 76_000n, paid: null }],
  },
  {
    company: 'Meridian Robotics', contact: 'Jonas Weber', email: 'billing@meridian-robotics.example', phone: '+49 30 555 0147',
    line1: 'Torstraße 112', city: 'Berlin', state: 'BE', postalCode: '10119', country: 'DE', status: 'pending', sinceDays: 3, members: [], bills: [],
  },
  {
    company: 'Sunrise Yoga Collective', contact: 'Amara Diallo', email: 'amara@sunriseyoga.example', phone: '+1 347 555 0135',
    line1: '210 Bedford Avenue', city: 'Brooklyn', state: 'NY', postalCode: '11249', country: 'US', status: 'inactive', sinceDays: 260,
    billing: { frequency: 'one_time', paymentTermsDays: 14 },
    members: [{ name: 'Amara Diallo', email: 'amara@client.example', password: 'sunrise-every-morning-5' }],
    bills: bills('Mats and studio floor', 39_000n, [250, 130], 'cheque'),
  },
  {
    company: 'Old Mill Café', contact: 'Rosa Lindqvist', email: 'rosa@oldmill.example', phone: '+1 914 555 0122',
    line1: '3 Mill Lane', city: 'Tarrytown', state: 'NY', postalCode: '10591', country: 'US', status: 'inactive', sinceDays: 320, archivedDaysAgo: 45,
    members: [{ name: 'Rosa Lindqvist', email: 'rosa@client.example', password: 'the-old-mill-turns-8' }],
    bills: bills('Dining room carpets', 52_000n, [310, 200], 'cheque'),
  },
];
