import ipaddr from 'ipaddr.js';

/** Whether endpoints on the machine itself are let through: where the local runtime has the whole stack beside a developer's own server. */
export interface TargetPolicy {
  readonly allowsLoopback: boolean;
}

const urlLengthMax = 2048;
const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
/** Names that are nobody's on the public internet (RFC 6761, RFC 6762, RFC 8375; `internal` is reserved by ICANN), and those of one word. */
const innerNames = /^[^.]+\.?$|\.(?:localhost|local|localdomain|internal|home\.arpa)\.?$/;
/** What listens on the loopback of a Lambda function itself: the runtime's API and the tracing daemon. */
const ownPorts: ReadonlySet<string> = new Set(['9001', '2000']);

/** The host of a URL as a name or an address, without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * What is wrong with an address that a merchant wants to be called at; undefined when nothing is. We call from inside our own
 * network, so a merchant must not be able to make us call what only we can reach (SSRF; OWASP cheat sheet, case 2).
 */
export function whatIsWrongWith(text: string, policy: TargetPolicy): string | undefined {
  if (text.length > urlLengthMax) return `Must have at most ${urlLengthMax} characters.`;
  if (!URL.canParse(text)) return 'Must be an absolute URL.';
  const url = new URL(text);
  const isLoopback = policy.allowsLoopback && loopbackHosts.has(hostOf(url));
  if (isLoopback && ownPorts.has(url.port)) return 'Must be another port.';
  if (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:')) return 'Must begin with https://.';
  if (url.username !== '' || url.password !== '') return 'Must not carry a user name or a password.';
  if (url.hash !== '') return 'Must not have a fragment.';
  const host = hostOf(url);
  const isPublic = ipaddr.isValid(host) ? mayBeCalled(host, host, policy) : isLoopback || !innerNames.test(host);
  return isPublic ? undefined : 'Must be an address of the public internet.';
}

/** Whether a host may be called at an address that its name leads to. */
export function mayBeCalled(host: string, address: string, policy: TargetPolicy): boolean {
  if (policy.allowsLoopback && loopbackHosts.has(host)) return isLoopbackAddress(address);
  return isPublicAddress(address);
}

const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';

/** IPv6 hands out addresses from this block only (IANA, "IPv6 Global Unicast Address Assignments"). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for addresses of the public internet: no private, loopback, link-local (the metadata service is one), carrier-grade NAT,
 * multicast or reserved ones, in either family, nor IPv6 ones that carry an IPv4 address within (mapped, 6to4, Teredo, NAT64).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv6 ? address.match(globalUnicast) : true;
}
