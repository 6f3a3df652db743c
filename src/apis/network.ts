import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** One spelling for one address: IPv4 inside of IPv6 as IPv4, zones dropped. */
export function plainIp(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  const bare = address.split('%')[0]!;
  return MAPPED.exec(bare)?.[1] ?? bare;
}

/** Whom a limit counts: an IPv4 address, or the /64 of an IPv6 one, because everybody there has 2^64 of them. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const all = tail === undefined ? front : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** From this very machine, with no proxy between that says otherwise. */
export function isLocal(socketAddress: string | undefined, headers: Readonly<Record<string, unknown>>): boolean {
  const ip = plainIp(socketAddress);
  return (ip === '::1' || ip.startsWith('127.')) && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;
}
