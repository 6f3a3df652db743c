const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * What supabase-js is given as its public key and sends as `apikey`, and as Bearer before anyone has signed in.
 * It has the shape of a token because clients look for one; it is no secret and authorizes nothing.
 */
export const ANON_KEY = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'paydesk', role: 'anon' })}.${'0'.repeat(43)}`;
