import dns from 'node:dns';

type Callback = (error: Error | null, address: string | { address: string; family: number }[], family?: number) => void;

/**
 * Resolves every `*.localhost` name to the loopback address (RFC 6761 section 6.3; not every system resolver does). AWS clients
 * put a prefix before the host of some endpoints (`sync-` for StartSyncExecution, the bucket for S3).
 */
export function resolveLocalhostNames(): void {
  const lookup = dns.lookup as unknown as (...args: unknown[]) => void;
  const withLocalhost = (hostname: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as Callback;
    if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
      lookup(hostname, ...rest);
      return;
    }
    const options = rest.length > 1 ? rest[0] : {};
    const wantsAll = typeof options === 'object' && options !== null && (options as { all?: boolean }).all === true;
    process.nextTick(() => {
      if (wantsAll) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    });
  };
  dns.lookup = withLocalhost as unknown as typeof dns.lookup;
}
