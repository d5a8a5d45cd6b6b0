import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface NameServers {
  /** Instead of those of the machine. */
  readonly servers?: readonly string[];
  /** How long they may take in all; what they have said by then counts. */
  readonly waitMs?: number;
}

const ipv4 = (address: string): LookupAddress => ({ address, family: 4 });
const ipv6 = (address: string): LookupAddress => ({ address, family: 6 });

/** What this name is on every machine (RFC 6761 section 6.3); name servers need not know it. */
const localhost = [ipv4('127.0.0.1'), ipv6('::1')];

/**
 * All addresses that a host leads to; rejects when there is none. We ask the name servers ourselves: the system's own look-up
 * (getaddrinfo, `dns.lookup`) holds one of four threads that all of a process share, so that four merchants' names whose
 * servers are silent would keep everybody else's waiting, and those of AWS with them (Node.js, "Implementation considerations").
 */
export const nameResolver =
  ({ servers, waitMs = 4000 }: NameServers = {}) =>
  async (host: string): Promise<readonly LookupAddress[]> => {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    if (host === 'localhost') return localhost;
    const resolver = new Resolver({ timeout: 1500 }); // of its own, so that it can be told to stop
    if (servers) resolver.setServers(servers);
    const stop = setTimeout(() => resolver.cancel(), waitMs);
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    clearTimeout(stop);
    const found = [
      ...(four.status === 'fulfilled' ? four.value.map(ipv4) : []),
      ...(six.status === 'fulfilled' ? six.value.map(ipv6) : []),
    ];
    if (found.length === 0 && four.status === 'rejected') throw four.reason;
    return found;
  };
