import type { Api } from '../serve.js';
import { appointments } from './appointments.js';
import { app } from './contract.js';
import type { App } from './contract.js';
import type { AppContext } from './context.js';
import { invoices } from './invoices.js';
import { loyalty } from './loyalty.js';
import { overview } from './overview.js';
import { payments } from './payments.js';
import { profile } from './profile.js';
import { recurring } from './recurring.js';
import { setup } from './setup.js';

export type { AppContext, AppFacts } from './context.js';

/** What the web app needs beside the documents; signing in is an API of its own (contract-session.ts). */
export function appApi(context: AppContext): Api<App, AppContext> {
  return { contract: app, handlers: { ...overview, ...invoices, ...payments, ...appointments, ...loyalty, ...profile, ...recurring, ...setup }, context };
}
