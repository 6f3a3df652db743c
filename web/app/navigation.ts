import { IconCalendar, IconChartAreaLine, IconCoins, IconCreditCard, IconFileAlert, IconFileInvoice, IconFileText, IconGift, IconHome, IconReceipt, IconRepeat, IconSchool, IconSettings, IconShieldLock, IconUser, IconUsers, type Icon } from '@tabler/icons-react';
import type { Me } from '../wire.js';
import { isAdmin, isCustomer, worksInConsole } from './session.js';

interface NavigationItem {
  to:
    | '/overview' | '/invoices' | '/proposals' | '/payments' | '/cards' | '/appointments' | '/rewards' | '/credits' | '/usage' | '/profile' | '/security'
    | '/programs' | '/purchases' | '/enrolments' | '/admin/programs' | '/admin/credit-packages'
    | '/admin/overview' | '/admin/proposals' | '/admin/customers' | '/admin/invoices' | '/admin/payments' | '/admin/appointments' | '/admin/rewards' | '/admin/setup' | '/admin/recurring' | '/admin/follow-ups' | '/automatic-payments';
  label: string;
  icon: Icon;
}

export interface NavigationSection {
  title: string;
  items: readonly NavigationItem[];
}

const portal: NavigationSection = {
  title: 'Your account',
  items: [
    { to: '/overview', label: 'Overview', icon: IconHome },
    { to: '/invoices', label: 'Invoices', icon: IconFileInvoice },
    { to: '/proposals', label: 'Offers', icon: IconFileText },
    { to: '/payments', label: 'Payments', icon: IconReceipt },
    { to: '/cards', label: 'Cards', icon: IconCreditCard },
    { to: '/automatic-payments', label: 'Automatic payments', icon: IconRepeat },
    { to: '/appointments', label: 'Appointments', icon: IconCalendar },
    { to: '/rewards', label: 'Rewards', icon: IconGift },
    { to: '/credits', label: 'Credits', icon: IconCoins },
    { to: '/usage', label: 'Usage', icon: IconChartAreaLine },
    { to: '/profile', label: 'Profile', icon: IconUser },
  ],
};

const console: NavigationSection = {
  title: 'Business',
  items: [
    { to: '/admin/invoices', label: 'Invoices', icon: IconFileInvoice },
    { to: '/admin/customers', label: 'Customers', icon: IconUsers },
    { to: '/admin/payments', label: 'Payments', icon: IconReceipt },
    { to: '/admin/appointments', label: 'Appointments', icon: IconCalendar },
    { to: '/admin/rewards', label: 'Rewards', icon: IconGift },
  ],
};

const inFigures: NavigationItem = { to: '/admin/overview', label: 'Overview', icon: IconHome };
const offers: NavigationItem = { to: '/admin/proposals', label: 'Offers', icon: IconFileText };
const recurring: NavigationItem = { to: '/admin/recurring', label: 'Recurring', icon: IconRepeat };
const followUps: NavigationItem = { to: '/admin/follow-ups', label: 'Follow-ups', icon: IconFileAlert };
const prepaid: NavigationItem = { to: '/admin/credit-packages', label: 'Credits', icon: IconCoins };
const setUp: NavigationItem = { to: '/admin/setup', label: 'Set-up', icon: IconSettings };

const learning: NavigationSection = {
  title: 'Programs',
  items: [
    { to: '/programs', label: 'All programs', icon: IconSchool },
    { to: '/purchases', label: 'My programs', icon: IconReceipt },
  ],
};
const mentoring: NavigationSection = { title: 'Mentoring', items: [{ to: '/enrolments', label: 'Enrolments', icon: IconUsers }] };
const teaching: readonly NavigationItem[] = [{ to: '/admin/programs', label: 'Programs', icon: IconSchool }, { to: '/enrolments', label: 'Enrolments', icon: IconUsers }];

const own: NavigationSection = { title: 'Sign-in', items: [{ to: '/security', label: 'Security', icon: IconShieldLock }] };

const isMentor = (me: Me): boolean => me.user.roles.includes('mentor');

/** What this person finds in the menu. The server decides every call by itself; this only avoids dead ends. */
export function sectionsFor(me: Me): NavigationSection[] {
  return [...(worksInConsole(me) ? [isAdmin(me) ? { ...console, items: [inFigures, ...console.items, offers, recurring, followUps, ...teaching, prepaid, setUp] } : console] : []), ...(isCustomer(me) ? [portal] : []), ...(isMentor(me) && !isAdmin(me) ? [mentoring] : []), learning, own];
}

/** Where signing in leads, or undefined where a role has no pages yet. */
export function homeOf(me: Me): NavigationItem['to'] | undefined {
  const [first] = sectionsFor(me);
  return first === own || first === learning ? undefined : first?.items[0]?.to;
}
