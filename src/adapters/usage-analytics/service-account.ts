import { readFile } from 'node:fs/promises';
import { UsageUnavailable } from '../../core/ports/usage-analytics.js';

/** What is needed of a service account's key file. */
export interface ServiceAccount {
  readonly clientEmail: string;
  readonly privateKey: string;
  readonly keyId: string | null;
  readonly tokenUri: string;
}

/** Reads the key file that Google's console hands out. */
export async function readServiceAccount(path: string): Promise<ServiceAccount> {
  try {
    const account = toServiceAccount(JSON.parse(await readFile(path, 'utf8')));
    if (account.tokenUri.startsWith('https://')) return account;
  } catch (error) {
    throw new UsageUnavailable('refused', 'credentials_unreadable', { cause: error });
  }
  throw new UsageUnavailable('refused', 'token_address_insecure');
}

/** The key file's JSON; throws when it is none. */
export function toServiceAccount(file: unknown): ServiceAccount {
  const { client_email: clientEmail, private_key: privateKey, private_key_id: keyId, token_uri: tokenUri = 'https://oauth2.googleapis.com/token' } = file as Record<string, unknown>;
  if (typeof clientEmail !== 'string' || typeof privateKey !== 'string' || typeof tokenUri !== 'string') throw new Error('not the key file of a service account');
  return { clientEmail, privateKey, keyId: typeof keyId === 'string' ? keyId : null, tokenUri };
}
