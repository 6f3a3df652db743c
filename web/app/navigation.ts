import { IconFileInvoice, type Icon } from '@tabler/icons-react';
import type { Me } from '../wire.js';
import { isCustomer, worksInConsole } from './session.js';

interface NavigationItem {
  to: '/invoices' | '/admin/invoices';
  label: string;
  icon: Icon;
}

export interface NavigationSection {
  title: string;
  items: readonly NavigationItem[];
}

const portal: NavigationSection = {
  title: 'Your account',
  items: [{ to: '/invoices', label: 'Invoices', icon: IconFileInvoice }],
};

const console: NavigationSection = {
  title: 'Business',
  items: [{ to: '/admin/invoices', label: 'Invoices', icon: IconFileInvoice }],
};

/** What this person finds in the menu. The server decides every call by itself; this only avoids dead ends. */
export function sectionsFor(me: Me): NavigationSection[] {
  return [...(worksInConsole(me) ? [console] : []), ...(isCustomer(me) ? [portal] : [])];
}

/** Where signing in leads, or undefined where a role has no pages yet. */
export function homeOf(me: Me): NavigationItem['to'] | undefined {
  return sectionsFor(me)[0]?.items[0]?.to;
}
