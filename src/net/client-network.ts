/** One name for all the addresses that one client can choose among, for whatever is counted by address. */
import ipaddr from 'ipaddr.js';

/** What one connection is given (RFC 6177 §2): who holds it has 2^64 addresses, and a new one for each try. */
const IPV6_BITS = 64;

/** What is no address, such as that of a client that hung up before its request was read, stands for itself. */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${IPV6_BITS}`).toString()}/${IPV6_BITS}`;
}
