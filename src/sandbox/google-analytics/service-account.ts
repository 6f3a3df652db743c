import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.js';

/** As in the key file that Google's console hands out. */
export interface ServiceAccountFile {
  type: 'service_account';
  project_id: string;
  private_key_id: string;
  private_key: string;
  client_email: string;
  token_uri: string;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const LIFE_SECONDS = 3_600;

/** The one service account: its key file, made when it is first asked for and kept, and the tokens given for its signatures. */
export function openServiceAccount(folder: string, tokenUri: () => string) {
  const path = join(folder, 'google-service-account.json');
  const tokens = new Map<string, { scopes: string[]; until: number }>();
  let file: ServiceAccountFile | undefined;
  const read = (): ServiceAccountFile => {
    file ??= existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ServiceAccountFile) : make(path);
    return { ...file, token_uri: tokenUri() };
  };
  return {
    file: read,
    /** `POST /token`: an access token for a signed assertion, or an OAuth error. */
    exchange(form: URLSearchParams, now: Date): { status: number; body: object } {
      const known = [...form.keys()].every((key) => key === 'grant_type' || key === 'assertion');
      if (!known || form.get('grant_type') !== GRANT) return oauthError('unsupported_grant_type', 'Invalid grant_type');
      const claims = claimsIn(form.get('assertion') ?? '', read());
      const trouble = claims === null ? 'Invalid JWT Signature.' : troubleWith(claims, read(), now);
      if (claims === null || trouble !== null) return oauthError('invalid_grant', trouble ?? '');
      const token = `ya29.sandbox-${randomBytes(24).toString('base64url')}`;
      tokens.set(token, { scopes: String(claims['scope']).split(' '), until: now.getTime() + LIFE_SECONDS * 1_000 });
      return { status: 200, body: { access_token: token, expires_in: LIFE_SECONDS - 1, token_type: 'Bearer' } };
    },
    /** Stops a call without a token of this scope. */
    admit(authorization: string | undefined, scope: string, now: Date): void {
      const grant = tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      if (!grant || grant.until <= now.getTime()) {
        throw new Refusal(401, 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.');
      }
      if (!grant.scopes.includes(`https://www.googleapis.com/auth/${scope}`)) throw new Refusal(403, 'Request had insufficient authentication scopes.');
    },
    forgetTokens: () => tokens.clear(),
  };
}

export type ServiceAccount = ReturnType<typeof openServiceAccount>;

function make(path: string): ServiceAccountFile {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file: ServiceAccountFile = {
    type: 'service_account', project_id: 'paydesk-sandbox', private_key_id: randomBytes(20).toString('hex'),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), client_email: 'usage-reader@paydesk-sandbox.iam.gserviceaccount.com', token_uri: '',
  };
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
  return file;
}

type Claims = Record<string, unknown>;

/** What the assertion claims, if this account signed it. */
function claimsIn(assertion: string, file: ServiceAccountFile): Claims | null {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  try {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Claims;
    const signed = verify('sha256', Buffer.from(`${head}.${body}`), createPublicKey(file.private_key), Buffer.from(signature, 'base64url'));
    if (header['alg'] !== 'RS256' || header['kid'] !== file.private_key_id || !signed) return null;
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  } catch {
    return null; // no JWT at all
  }
}

function troubleWith(claims: Claims, file: ServiceAccountFile, now: Date): string | null {
  const { iss, aud, iat, exp, scope } = claims;
  const seconds = now.getTime() / 1_000;
  if (iss !== file.client_email) return 'Invalid grant: account not found';
  if (aud !== file.token_uri) return 'Invalid JWT: Failed audience check. The right audience is the token endpoint.';
  if (typeof scope !== 'string' || scope === '') return 'Invalid OAuth scope or ID token audience provided.';
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > LIFE_SECONDS || iat > seconds + 300 || exp < seconds) {
    return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
  }
  return null;
}

const oauthError = (error: string, description: string) => ({ status: 400, body: { error, error_description: description } });
