/** Which IP addresses are plain public ones, whatever notation they are written in. */
import ipaddr from 'ipaddr.js';

/** Publicly routed, yet the control services of a cloud. */
const CLOUD_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16']);
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');
/** ISATAP (RFC 5214) marks an IPv4 address in the lower half of any IPv6 address; with the second one it is a public one. */
const ISATAP_MARKS: ReadonlySet<string> = new Set(['0.0.94.254', '2.0.94.254']);

function isPublicV6(address: ipaddr.IPv6): boolean {
  const [network, bits] = GLOBAL_UNICAST_V6;
  if (!address.match(network, bits)) return false;
  const bytes = address.toByteArray();
  const inner = ISATAP_MARKS.has(bytes.slice(8, 12).join('.')) ? bytes.slice(12).join('.') : null;
  return inner === null || isPublicAddress(inner);
}

/**
 * False for loopback, private, link-local, CGNAT, multicast, reserved and metadata addresses, for IPv6 addresses with one of
 * them inside (mapped, 6to4, NAT64, Teredo, ISATAP), for addresses of one network zone, and for what is no address.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  // Turns IPv4-mapped IPv6 addresses into IPv4 ones.
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return isPublicV6(address);
  return !CLOUD_SERVICES.has(address.toString());
}
