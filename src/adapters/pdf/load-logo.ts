import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { LRUCache } from 'lru-cache';

/** The bytes of a PNG or JPEG picture, or null when there is none to be had: an invoice does without. */
export type LoadLogo = (url: string) => Promise<Uint8Array | null>;

const MOST_BYTES = 512 * 1024;
const MOST_PIXELS = 4_000_000;
const TIMEOUT_MS = 3_000;
const KEPT_MS = 10 * 60_000;

/** Fetches logos over https from public addresses only, and keeps each, or that it could not be had, for ten minutes. */
export function logoLoader(mayReachOut: () => boolean, fetchPicture: (url: string) => Promise<Buffer> = fetchPublic): LoadLogo {
  const kept = new LRUCache<string, { readonly picture: Uint8Array | null }>({ max: 8, ttl: KEPT_MS });
  return async (url) => {
    const known = kept.get(url);
    if (known) return known.picture;
    if (!mayReachOut()) return null;
    const picture = await fetchPicture(url).then((bytes) => (isPicture(bytes) ? bytes : null), () => null);
    kept.set(url, { picture });
    return picture;
  };
}

/** A PNG tells its size up front; one that would unfold to gigabytes is none. */
export function isPicture(bytes: Buffer): boolean {
  if (bytes.length > 24 && bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) {
    return bytes.readUInt32BE(16) * bytes.readUInt32BE(20) <= MOST_PIXELS;
  }
  return bytes.length > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function fetchPublic(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const { hostname } = new URL(url);
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return reject(new Error('a logo has a host with a name'));
    const asked = request(url, { lookup: publicLookup as never, signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      if (response.statusCode !== 200) return void response.destroy(new Error(`the logo was answered with ${response.statusCode}`));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) response.destroy(new Error('the logo is too large'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve(Buffer.concat(chunks)));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Looks up a name; one that leads into a private network leads nowhere. Checked where the connection is made, so it cannot change in between. */
function publicLookup(host: string, options: { all?: boolean }, found: Found): void {
  lookup(host, { all: true }, (error, addresses) => {
    const open = error ? [] : addresses.filter(({ address, family }) => !PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4'));
    if (open.length === 0) return found(error ?? new Error(`${host} is not a public address`), []);
    if (options.all) found(null, open);
    else found(null, open[0]!.address, open[0]!.family);
  });
}

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3],
] as const) PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['::', 96], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) PRIVATE.addSubnet(net, bits, 'ipv6');
