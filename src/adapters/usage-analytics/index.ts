import type { UsageAnalytics } from '../../core/ports/usage-analytics.js';
import { UsageUnavailable } from '../../core/ports/usage-analytics.js';
import { createClient } from './client.js';
import { propertyFinder } from './find-property.js';
import { readReports } from './read-reports.js';
import { reportsFor } from './reports.js';
import { readServiceAccount, toServiceAccount } from './service-account.js';
import type { ServiceAccount } from './service-account.js';

export interface GoogleAnalyticsOptions {
  /** Path of the service account's key file. */
  readonly credentials?: string | undefined;
  /** Of a stand-in, which hands out its own key file; Google itself unless set. */
  readonly standIn?: string | undefined;
  /** For one call, in milliseconds. */
  readonly timeoutMs: number;
}

const DATA_URL = 'https://analyticsdata.googleapis.com';
const FIREBASE_URL = 'https://firebase.googleapis.com';

/** Google Analytics behind the port. Nothing is loaded, read or connected before the first call. */
export function createGoogleAnalytics({ credentials, standIn, timeoutMs }: GoogleAnalyticsOptions): UsageAnalytics {
  const account = (): Promise<ServiceAccount> => {
    if (credentials !== undefined) return readServiceAccount(credentials);
    if (standIn !== undefined) return accountOf(standIn, timeoutMs);
    return Promise.reject(new UsageUnavailable('not_configured', 'no_credentials'));
  };
  // Real credentials never go to a stand-in.
  const local = credentials === undefined ? standIn : undefined;
  const client = createClient({ account, timeoutMs });
  const findProperty = propertyFinder(client, local ?? FIREBASE_URL);
  return {
    async count(query) {
      const property = await findProperty(query.source);
      const requests = reportsFor(property, query);
      const answer = await client.post(`${local ?? DATA_URL}/v1beta/properties/${property.propertyId}:batchRunReports`, { requests });
      return readReports(answer, requests.length);
    },
  };
}

async function accountOf(standIn: string, timeoutMs: number): Promise<ServiceAccount> {
  try {
    const answer = await fetch(`${standIn}/_sandbox/service_account`, { signal: AbortSignal.timeout(timeoutMs) });
    return toServiceAccount(await answer.json());
  } catch (error) {
    throw new UsageUnavailable('unreachable', 'connection', { cause: error });
  }
}
