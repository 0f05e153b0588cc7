/** Which addresses may be asked: public ones only, on ordinary ports, checked again at the moment of connecting. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

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

/**
 * Endings of names that are never public: of this machine, of local networks, and of hidden services, which are not visited.
 * They are refused without a question to any name server, as are names without a dot.
 */
const PRIVATE_ENDINGS = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home.arpa',
  'onion',
  'i2p',
];

function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function isPrivateName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || PRIVATE_ENDINGS.some((each) => name.endsWith(`.${each}`));
}

/** Says why a URL may not be asked for; null when it may, as far as can be known before its name is resolved. */
export function refuseUrl(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the scheme ${url.protocol} is not web`;
  if (url.username !== '' || url.password !== '') return 'the URL carries credentials';
  if (policy.allowedOrigins.has(url.origin)) return null;
  const ordinary = url.port === '' || url.port === '80' || url.port === '443';
  if (!ordinary && !policy.ports.includes(Number(url.port))) return `port ${url.port} is not allowed`;
  const host = bareHost(url.hostname);
  const refused = isIP(host) === 0 ? isPrivateName(host) : !isPublicAddress(host);
  return refused ? `${host} is not a public address` : null;
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

/** `onSocket` is told of each connection that was made, with the origin that it leads to. */
type ConnectorOptions = {
  readonly resolve?: ResolveHost | undefined;
  readonly onSocket?: (origin: string, socket: Socket) => void;
};

/** Certificates are always checked, whatever the environment says: an unchecked one could be anybody's. */
const CONNECTION = { allowH2: true, timeout: CONNECT_TIMEOUT_MS, rejectUnauthorized: true } as const;

/** A connector for undici that opens sockets to permitted addresses only. */
export function guardedConnector(policy: AddressPolicy, o: ConnectorOptions = {}): buildConnector.connector {
  const plain = buildConnector(CONNECTION);
  const lookup = guardedLookup(o.resolve ?? resolveBySystem);
  // The socket's own options are passed on, though the type does not say so.
  const guarded = buildConnector({ ...CONNECTION, lookup } as buildConnector.BuildOptions);
  return (options, done) => {
    const port = options.port === '' ? '' : `:${options.port}`;
    const host = options.hostname.includes(':') ? `[${bareHost(options.hostname)}]` : options.hostname;
    const url = new URL(`${options.protocol}//${host}${port}`);
    const ours = policy.allowedOrigins.has(url.origin);
    const reason = refuseUrl(url, policy);
    if (reason !== null) return done(refusal(reason), null);
    const connect = ours ? plain : guarded;
    connect(options, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      if (ours || isPublicAddress(socket.remoteAddress ?? '')) {
        o.onSocket?.(url.origin, socket);
        return done(null, socket);
      }
      socket.destroy();
      done(refusal(`${socket.remoteAddress ?? 'an unknown address'} is not public`), null);
    });
  };
}
