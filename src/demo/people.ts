import type { Role } from '../kernel/roles.js';
import { CLIENT_LOGIN } from './clients.js';

export interface DemoLogin {
  readonly role: Role | 'no_customer';
  /** What the button on the sign-in page says. */
  readonly label: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Logins of the demo. Long enough for every role, and known to everybody: a demo database refuses live keys. */
export const DEMO_LOGINS: readonly DemoLogin[] = [
  { role: 'customer', label: 'Customer', name: 'Maria Ortega', email: 'maria@demo.example', password: 'sunny-carpet-4242' },
  { role: 'customer', label: 'Another customer', name: 'Łukasz Żółć', email: 'lukasz@demo.example', password: 'sunny-carpet-4242' },
  { role: 'customer', label: 'Client of an agency', ...CLIENT_LOGIN },
  { role: 'no_customer', label: 'Somebody without an account book', name: 'Nora Nobody', email: 'nora@demo.example', password: 'sunny-carpet-4242' },
  { role: 'staff', label: 'Staff', name: 'Sam Staff', email: 'staff@demo.example', password: 'front-desk-and-phone-7' },
  { role: 'admin', label: 'Admin', name: 'Alex Admin', email: 'admin@demo.example', password: 'keys-to-the-counter-9' },
  { role: 'super_admin', label: 'Owner', name: 'Olivia Owner', email: 'owner@demo.example', password: 'keys-to-the-counter-9' },
  { role: 'mentor', label: 'Mentor', name: 'Mo Mentor', email: 'mentor@demo.example', password: 'front-desk-and-phone-7' },
  { role: 'barber', label: 'Barber', name: 'Ben Barber', email: 'ben@demo.example', password: 'scissors-and-comb-11' },
  { role: 'barber', label: 'Another barber', name: 'Bea Barber', email: 'bea@demo.example', password: 'scissors-and-comb-11' },
];

export interface DemoCustomer {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** How many invoices: paid long ago, paid in part, refunded in part, waiting, past due. */
  readonly bills: { readonly paid: number; readonly part: number; readonly refunded: number; readonly pending: number; readonly overdue: number };
}

export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [
  { name: 'Maria Ortega', email: 'maria@demo.example', phone: '+1 212 555 0142', line1: '18 Maple Street', city: 'Brooklyn', state: 'NY', postalCode: '11215', bills: { paid: 9, part: 2, refunded: 2, pending: 22, overdue: 3 } },
  { name: 'Łukasz Żółć', email: 'lukasz@demo.example', phone: '+48 22 555 01 77', line1: 'ul. Prosta 7', city: 'Warszawa', state: 'MZ', postalCode: '00-850', bills: { paid: 3, part: 1, refunded: 0, pending: 3, overdue: 1 } },
  { name: 'Ελένη Παπαδοπούλου', email: 'eleni@demo.example', phone: '+30 210 555 0113', line1: 'Ερμού 24', city: 'Αθήνα', state: 'AT', postalCode: '105 63', bills: { paid: 2, part: 0, refunded: 1, pending: 2, overdue: 0 } },
  { name: 'Дмитрий Иванов', email: 'dmitry@demo.example', phone: '+1 718 555 0166', line1: '301 Brighton Avenue', city: 'Brooklyn', state: 'NY', postalCode: '11235', bills: { paid: 2, part: 0, refunded: 0, pending: 1, overdue: 2 } },
  { name: 'Grace Hopper-Lee', email: 'grace@demo.example', phone: '+1 347 555 0129', line1: '9 Harbor View', city: 'Staten Island', state: 'NY', postalCode: '10301', bills: { paid: 1, part: 0, refunded: 0, pending: 2, overdue: 0 } },
];

/** What the demo business sells; prices in cents. */
export const DEMO_SERVICES: readonly { readonly description: string; readonly unitPrice: bigint }[] = [
  { description: 'Carpet cleaning, per room', unitPrice: 6_500n },
  { description: 'Upholstery, sofa', unitPrice: 12_000n },
  { description: 'Stain treatment', unitPrice: 3_450n },
  { description: 'Area rug, hand wash', unitPrice: 8_975n },
  { description: 'Tile and grout', unitPrice: 14_900n },
  { description: 'Pet odor removal', unitPrice: 4_999n },
];
