import { app } from '../../src/apis/app/contract.js';
import { customers } from '../../src/apis/app/contract-customers.js';
import { invoicing } from '../../src/apis/app/contract-invoicing.js';
import { publicInvoice } from '../../src/apis/app/contract-public-invoice.js';
import { payment } from '../../src/apis/app/contract-payments.js';
import { credits as appCredits } from '../../src/apis/app/contract-credits.js';
import { usage } from '../../src/apis/app/contract-usage.js';
import { proposals } from '../../src/apis/app/contract-proposals.js';
import { programs } from '../../src/apis/app/contract-programs.js';
import { purchases } from '../../src/apis/purchases/contract.js';
import { session } from '../../src/apis/app/contract-session.js';
import { billing } from '../../src/apis/billing/contract.js';
import type { Contract } from '../../src/apis/endpoint.js';
import { credits } from '../../src/apis/credits/contract.js';
import { documents } from '../../src/apis/portal/contract-documents.js';
import { portal } from '../../src/apis/portal/contract.js';
import { supabaseAuth } from '../../src/apis/supabase-auth/contract.js';
import { webhooks } from '../../src/apis/webhooks/contract.js';

/** Every contract that is served. */
export const contracts: readonly Contract[] = [portal, documents, billing, purchases, programs, webhooks, app, customers, invoicing, publicInvoice, payment, usage, credits, appCredits, proposals, session, supabaseAuth];
