import { generateKeyPair, exportJWK, SignJWT } from 'jose';
import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose';
import { ANON_KEY } from '../../src/apis/supabase-auth/anon-key.js';
import { formatChallenge } from '../../src/core/identity/challenge.js';
import { formatCodeToken } from '../../src/core/identity/code.js';
import { createUser, disableUser, issueTokens, issuerOf, signOut } from '../../src/core/identity/index.js';
import type { Identity, SignedIn, User } from '../../src/core/identity/index.js';
import { openSession } from '../../src/core/identity/open-session.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';

/** One way to be refused: every protected route answers 401 to these headers. */
export interface BadCredential {
  /** V1 … V14, and which variant of it. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A good one, to show that the same route lets it in. */
export async function goodToken(identity: Identity, user: User, style: 'supabase' | 'plain' = 'supabase'): Promise<string> {
  return (await issueTokens(identity, await open(identity, user), style)).accessToken;
}

/** Made the way the bad ones are, with nothing changed: if this one is refused, the bad ones prove nothing. */
export async function controlToken(identity: Identity, user: User): Promise<string> {
  return (await forgery(identity, user)).sign({});
}

/**
 * All bad credentials, V1–V14, for a user who exists: each differs in one point from a token that is good.
 * Makes sessions, and one disabled user of its own.
 */
export async function badCredentials(identity: Identity, user: User): Promise<BadCredential[]> {
  const forge = await forgery(identity, user);
  const tokens: Named[] = [
    ...plainNonsense(), ...(await wrongTimes(forge)), ...(await wrongKeys(forge)), ...(await wrongClaims(forge)), ...(await otherTokens(identity, user)), ...(await overSessions(identity, user)),
  ];
  return [
    { name: 'V1 none', headers: {} },
    { name: 'V2 garbage without a scheme', headers: { authorization: 'garbage' } },
    { name: 'V2 garbage in the cookie', headers: { cookie: 'sb-access-token=garbage' } },
    { name: 'V2 garbage in the Supabase cookie', headers: { cookie: 'sb-127-auth-token=base64-garbage' } },
    { name: 'V3 empty Bearer', headers: { authorization: 'Bearer ' } },
    { name: 'V3 Bearer without anything', headers: { authorization: 'Bearer' } },
    ...tokens.flatMap(([name, token]): BadCredential[] => [
      { name, headers: { authorization: `Bearer ${token}` } },
      { name: `${name} (cookie)`, headers: { cookie: `sb-access-token=${encodeURIComponent(token)}` } },
    ]),
    { name: 'bad Bearer beside a good cookie', headers: { authorization: `Bearer ${ANON_KEY}`, cookie: `sb-access-token=${await goodToken(identity, user)}` } },
  ];
}

type Named = [name: string, token: string];

interface Forge {
  readonly identity: Identity;
  readonly now: number;
  readonly header: JWTHeaderParameters;
  readonly claims: JWTPayload;
  readonly key: CryptoKey;
  sign(change: { header?: Partial<JWTHeaderParameters>; claims?: JWTPayload; key?: CryptoKey | Uint8Array }): Promise<string>;
}

/** Our own key and the claims of a good token: what only we could do, to show that each single check matters. */
async function forgery(identity: Identity, user: User): Promise<Forge> {
  const { kid, key } = await identity.signing.current();
  const { session } = await open(identity, user);
  const now = Math.floor(identity.world.clock.now().getTime() / 1000);
  const header = { alg: 'ES256', kid, typ: 'JWT' };
  const claims: JWTPayload = {
    iss: issuerOf(identity, 'supabase'), aud: 'authenticated', sub: user.id, session_id: session.id, role: 'authenticated', iat: now, exp: now + 3600,
  };
  return {
    identity, now, header, claims, key,
    sign: (change) => new SignJWT(defined({ ...claims, ...change.claims })).setProtectedHeader(defined({ ...header, ...change.header }) as JWTHeaderParameters).sign(change.key ?? key),
  };
}

function plainNonsense(): Named[] {
  return [
    ['V2 one word', 'garbage'], ['V2 three words', 'a.b.c'], ['V2 five words', 'a.b.c.d.e'], ['V2 dots', '..'], ['V2 long', 'x'.repeat(9_000)],
    ['V2 braces', `${encoded({})}.${encoded({})}.`], ['V2 null', `${encoded(null)}.${encoded(null)}.${encoded(null)}`],
  ];
}

async function wrongTimes({ sign, now }: Forge): Promise<Named[]> {
  return [
    ['V4 expired an hour ago', await sign({ claims: { iat: now - 7200, exp: now - 3600 } })],
    ['V4 expired a second ago', await sign({ claims: { iat: now - 3600, exp: now - 1 } })],
    ['V5 issued in 2 minutes', await sign({ claims: { iat: now + 120, exp: now + 3600 } })],
    ['V5 not before 2 minutes', await sign({ claims: { nbf: now + 120 } })],
    ['V14 no exp', await sign({ claims: { exp: undefined } })],
    ['V14 no iat', await sign({ claims: { iat: undefined } })],
    ['V14 exp as text', await sign({ claims: { exp: 'never' as unknown as number } })],
  ];
}

async function wrongKeys({ sign, identity, header, claims }: Forge): Promise<Named[]> {
  const stranger = await generateKeyPair('ES256', { extractable: true });
  const strangerJwk = await exportJWK(stranger.publicKey);
  const { keys: [ours] } = await identity.signing.jwks();
  const secrets = [JSON.stringify(ours), `${ours?.x}.${ours?.y}`, ours?.x ?? '', ' '.repeat(64)].map((text) => new TextEncoder().encode(text.padEnd(64, ' ')));
  const confusions = await Promise.all(
    ['HS256', 'HS384', 'HS512'].flatMap((alg) => secrets.map(async (key, index): Promise<Named> => [`V8 ${alg} with public text ${index}`, await sign({ header: { alg }, key })])),
  );
  const rsa = await generateKeyPair('RS256');
  const kids = ['../../../../dev/null', "' OR '1'='1", 'http://127.0.0.1:1/jwks.json', '', '__proto__', 'constructor', '\u0000', 'x'.repeat(2_000)];
  const good = await sign({});
  const [, , signature] = good.split('.');
  const noSignature = good.slice(0, good.lastIndexOf('.') + 1);
  const unsigned = ['none', 'None', 'NONE', 'nOnE'].flatMap((alg): Named[] => [
    [`V7 ${alg}`, `${encoded({ ...header, alg })}.${encoded(claims)}.`],
    [`V7 ${alg} with a signature`, `${encoded({ ...header, alg })}.${encoded(claims)}.${signature}`],
  ]);
  return [
    ['V6 a stranger’s key under our name', await sign({ key: stranger.privateKey })],
    ['V6 no signature', noSignature],
    ['V6 changed payload', `${encoded(header)}.${encoded({ ...claims, sub: newId() })}.${signature}`],
    ...unsigned,
    ...confusions,
    ['V8 RS256', await sign({ header: { alg: 'RS256' }, key: rsa.privateKey })],
    ...(await Promise.all(kids.map(async (kid): Promise<Named> => [`V9 kid ${JSON.stringify(kid.slice(0, 30))}`, await sign({ header: { kid } })]))),
    ['V9 no kid', await sign({ header: { kid: undefined } })],
    ['V9 jwk', await sign({ header: { jwk: strangerJwk }, key: stranger.privateKey })],
    ['V9 jwk without kid', await sign({ header: { jwk: strangerJwk, kid: undefined }, key: stranger.privateKey })],
    ['V9 jku', await sign({ header: { jku: 'http://127.0.0.1:1/jwks.json', kid: 'theirs' }, key: stranger.privateKey })],
    ['V9 x5u', await sign({ header: { x5u: 'http://127.0.0.1:1/cert.pem', kid: 'theirs' }, key: stranger.privateKey })],
    ['V9 other typ', await sign({ header: { typ: 'at+jwt' } })],
    ['V9 no typ', await sign({ header: { typ: undefined } })],
  ];
}

async function wrongClaims({ sign, identity }: Forge): Promise<Named[]> {
  return [
    ['V10 foreign issuer', await sign({ claims: { iss: 'https://evil.example/auth/v1' } })],
    ['V10 issuer with a slash', await sign({ claims: { iss: `${issuerOf(identity, 'supabase')}/` } })],
    ['V10 no issuer', await sign({ claims: { iss: undefined } })],
    ['V10 foreign audience', await sign({ claims: { aud: 'anon' } })],
    ['V10 audience of the other issuer', await sign({ claims: { aud: 'paydesk' } })],
    ['V10 issuer of the other audience', await sign({ claims: { iss: issuerOf(identity, 'plain') } })],
    ['V10 no audience', await sign({ claims: { aud: undefined } })],
    ['V10 no subject', await sign({ claims: { sub: undefined } })],
    ['V10 somebody else’s subject', await sign({ claims: { sub: newId() } })],
    ['V12 unknown session', await sign({ claims: { session_id: newId() } })],
    ['V12 no session', await sign({ claims: { session_id: undefined } })],
    ['V12 session that is no id', await sign({ claims: { session_id: "' OR 1=1" } })],
  ];
}

async function otherTokens(identity: Identity, user: User): Promise<Named[]> {
  const { refreshToken } = await issueTokens(identity, await open(identity, user), 'plain');
  return [['V11 refresh token', refreshToken], ['V11 code from a mail', formatCodeToken(identity.keys, newId())], ['V11 question for a second factor', formatChallenge(identity.keys, newId())], ['V11 Supabase anon key', ANON_KEY]];
}

async function overSessions(identity: Identity, user: User): Promise<Named[]> {
  const closed = await open(identity, user);
  const closedTokens = await Promise.all([issueTokens(identity, closed, 'supabase'), issueTokens(identity, closed, 'plain')]);
  await identity.world.transact((tx) => signOut(tx, { userId: user.id, sessionId: closed.session.id }, 'local', SYSTEM));
  const shutOut = await createUser(identity, { email: `shut-out-${newId()}@example.test`, name: 'Shut Out', emailVerified: true, roles: ['admin'] }, SYSTEM);
  const shutOutToken = await goodToken(identity, shutOut);
  await identity.world.transact((tx) => disableUser(tx, shutOut.id, SYSTEM));
  return [['V12 signed out', closedTokens[0].accessToken], ['V12 signed out, other claims', closedTokens[1].accessToken], ['V13 disabled user', shutOutToken]];
}

async function open(identity: Identity, user: User): Promise<SignedIn> {
  const session = await identity.world.transact((tx) => openSession(tx, identity, { userId: user.id, method: 'password', aal: 1 }, {}));
  return { user, session };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** SignJWT takes no undefined members. */
function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
