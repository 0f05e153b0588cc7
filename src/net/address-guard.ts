/** Which addresses may be reached: public ones only, on ordinary ports, checked again at the moment of connecting. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

export type AddressPolicy = {
  /** Exact origins that this process registered for itself; the only way to a loopback address. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Ports besides 80 and 443. */
  readonly ports: readonly number[];
};

/** Answers a host name with all its addresses; replaced in tests. */
export type ResolveHost = (
  host: string,
  done: (error: Error | null, addresses: readonly { address: string; family: number }[]) => void,
) => void;

const CONNECT_TIMEOUT_MS = 15_000;
const REFUSED = 'REFUSED_ADDRESS';

/** Publicly routed, yet cloud metadata and control services. */
const CLOUD_SERVICES = new Set(['168.63.129.16']);
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');

/** Everything that is not plain public unicast is refused, whatever notation it is written in. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv6') return parsed.match(GLOBAL_UNICAST_V6);
  return !CLOUD_SERVICES.has(parsed.toString());
}

function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** Says why a URL may not be asked for; null when it may, as far as can be known before its name is resolved. */
export function refuseUrl(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the scheme ${url.protocol} is not web`;
  if (url.username !== '' || url.password !== '') return 'the URL carries credentials';
  if (policy.allowedOrigins.has(url.origin)) return null;
  if (
    url.port !== '' &&
    !policy.ports.includes(Number(url.port)) &&
    url.port !== '80' &&
    url.port !== '443'
  ) {
    return `port ${url.port} is not allowed for the site`;
  }
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0 && !isPublicAddress(host)) return `${host} is not a public address`;
  return null;
}

function refusal(text: string): Error {
  return Object.assign(new Error(text), { code: REFUSED });
}

/** Whether an error, or what caused it, is a refusal of this guard. */
export function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === REFUSED) || isRefusal(error.cause);
}

const resolveBySystem: ResolveHost = (host, done) => {
  systemLookup(host, { all: true }, (error, addresses) => done(error, addresses ?? []));
};

/**
 * The addresses that are connected to are the very ones that were checked, so a name that changes its answer gains nothing.
 * A name with one forbidden address is refused whole.
 */
function guardedLookup(resolve: ResolveHost): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, addresses) => {
      const forbidden = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (error !== null) done(error, '', 4);
      else if (forbidden !== undefined)
        done(refusal(`${host} resolves to ${forbidden.address}, which is not public`), '', 4);
      else if (first === undefined) done(new Error(`${host} has no address`), '', 4);
      else if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}

/** A connector for undici that opens sockets to permitted addresses only. */
export function guardedConnector(
  policy: AddressPolicy,
  resolve: ResolveHost = resolveBySystem,
): buildConnector.connector {
  const plain = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS });
  const guarded = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(resolve),
  } as buildConnector.BuildOptions);
  return (options, done) => {
    const port = options.port === '' ? '' : `:${options.port}`;
    const url = new URL(
      `${options.protocol}//${options.hostname.includes(':') ? `[${bareHost(options.hostname)}]` : options.hostname}${port}`,
    );
    if (policy.allowedOrigins.has(url.origin)) return plain(options, done);
    const reason = refuseUrl(url, policy);
    if (reason !== null) return done(refusal(reason), null);
    guarded(options, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      if (isPublicAddress(socket.remoteAddress ?? '')) return done(null, socket);
      socket.destroy();
      done(refusal(`${socket.remoteAddress ?? 'an unknown address'} is not public`), null);
    });
  };
}
