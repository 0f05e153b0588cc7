/** One guarded HTTP request at a time: our user agent, no redirects, limits on size and time, cookies of its own. */
import { Agent } from 'undici';
import {
  type AddressPolicy,
  guardedConnector,
  isRefusal,
  type ResolveHost,
  refuseUrl,
} from './address-guard.ts';
import { type Cookies, openCookies } from './cookie-jar.ts';
import { describeFailure } from './describe-failure.ts';
import { type ExchangeLimits, limitExchange } from './exchange-limits.ts';
import { oneMediaType } from './media-type.ts';
import { newestSockets } from './newest-sockets.ts';
import { type RawHeaders, type Received, type Room, receiveAnswer } from './receive-answer.ts';
import { ACCEPTED_CODINGS, readCodings, unpackBeginning, unpackWhole } from './unpack-body.ts';

export type Headers = Readonly<Record<string, string>>;

export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names; repeated headers are joined with ", ", but for the content type, of which there is one. */
  readonly headers: Headers;
  /** The lines of X-Robots-Tag one by one: joined, nobody could tell how far the name of an agent reaches. */
  readonly robotsTags: readonly string[];
  /** Unpacked; empty when `wantsBody` declined it. */
  readonly body: Uint8Array;
};

export type Failure = {
  readonly kind: 'failure';
  readonly reason: 'refused-address' | 'timeout' | 'too-large' | 'failed';
  readonly status: number | null;
  readonly detail: string;
  /** True for a network failure, which may pass; false for what would only happen again. */
  readonly passing: boolean;
  /** What was sent all the same, as it came through the connection. */
  readonly bytes: number;
};

type GetOptions = {
  readonly accept: string;
  /** Further headers, with lower-case names. */
  readonly headers?: Headers;
  /** Limit of the body, on the wire and unpacked. */
  readonly maxBytes: number;
  /** A longer body is refused, or cut to the limit. */
  readonly overflow: 'refuse' | 'cut';
  /** Limit of the whole exchange, from connecting to the last byte. */
  readonly seconds: number;
  /** Its abort rejects with its reason. */
  readonly signal: AbortSignal;
  readonly wantsBody: (status: number, headers: Headers) => boolean;
};

type PostOptions = GetOptions & { readonly content: string };

export type HttpClient = AsyncDisposable & {
  get(url: URL, options: GetOptions): Promise<Answer | Failure>;
};

/** For receivers that the operator named: nothing is ever posted to a site. */
export type PostingClient = HttpClient & {
  post(url: URL, options: PostOptions): Promise<Answer | Failure>;
};

/** Bodies that nobody reads are let run out up to this size, which keeps the connection; beyond it the connection is closed. */
const DUMP_BYTES = 32 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;
/** Longer than the usual pause between two requests, so that a polite crawl shakes hands once, not at every page. */
const KEEP_ALIVE_MS = 30_000;

function lines(headers: RawHeaders, name: string): readonly string[] {
  const value = headers[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function plainHeaders(headers: RawHeaders): Headers {
  const plain = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  const all = Object.fromEntries(plain);
  const type = all['content-type'];
  return type === undefined ? all : { ...all, 'content-type': oneMediaType(type) };
}

function failure(
  reason: Failure['reason'],
  detail: string,
  status: number | null = null,
  passing = false,
): Failure {
  return { kind: 'failure', reason, status, detail, passing, bytes: 0 };
}

/** What an answer's status and headers say, read once. */
type Head = {
  readonly status: number;
  readonly headers: Headers;
  readonly robotsTags: readonly string[];
  readonly cookies: readonly string[];
  readonly wanted: boolean;
  /** More is announced than is allowed. */
  readonly tooMuch: boolean;
  readonly room: Room;
};

function readHead(status: number, raw: RawHeaders, options: GetOptions): Head {
  const headers = plainHeaders(raw);
  const wanted = options.wantsBody(status, headers);
  const tooMuch = options.overflow === 'refuse' && Number(headers['content-length']) > options.maxBytes;
  const tags = { robotsTags: lines(raw, 'x-robots-tag'), cookies: lines(raw, 'set-cookie') };
  const room = wanted ? { keep: tooMuch ? 0 : options.maxBytes, runOut: 0 } : { keep: 0, runOut: DUMP_BYTES };
  return { status, headers, ...tags, wanted, tooMuch, room };
}

/** The body, unpacked, or why there is none. */
async function unpack(
  { head: { status, headers }, ...wire }: Received<Head>,
  options: GetOptions,
): Promise<Uint8Array | Failure> {
  const tooLarge = () => failure('too-large', `more than ${options.maxBytes} bytes`, status);
  if (wire.cut && options.overflow === 'refuse') return tooLarge();
  const codings = readCodings(headers['content-encoding']);
  if (codings === null)
    return failure(
      'failed',
      `unknown content coding ${(headers['content-encoding'] ?? '').slice(0, 100)}`,
      status,
    );
  if (codings.length === 0 || wire.bytes.length === 0) return wire.bytes;
  const unpacked =
    options.overflow === 'refuse'
      ? unpackWhole(wire.bytes, codings, options.maxBytes)
      : await unpackBeginning(wire.bytes, codings, options.maxBytes, wire.cut);
  switch (unpacked.kind) {
    case 'broken':
      return failure('failed', `the body does not unpack: ${unpacked.detail}`, status);
    case 'too-large':
      return tooLarge();
    case 'cut':
    case 'whole':
      return unpacked.body;
  }
}

type Client = { readonly agent: Agent; readonly userAgent: string; readonly cookies: Cookies };

async function exchange(
  { agent, userAgent, cookies }: Client,
  url: URL,
  options: GetOptions,
  content: string | null,
  signal: AbortSignal,
): Promise<Answer | Failure> {
  const cookie = cookies.headerFor(url);
  const asked = {
    'user-agent': userAgent,
    accept: options.accept,
    'accept-encoding': ACCEPTED_CODINGS,
    ...options.headers,
    ...(cookie === null ? {} : { cookie }),
  };
  const order = { url, headers: asked, content, signal };
  const received = await receiveAnswer(agent, order, (status, raw) => readHead(status, raw, options));
  const { status, headers, robotsTags, wanted, tooMuch, ...head } = received.head;
  cookies.keep(url, head.cookies);
  const answer = (body: Uint8Array): Answer => ({ kind: 'answer', status, headers, robotsTags, body });
  if (!wanted) return answer(new Uint8Array());
  if (tooMuch) {
    const detail = `${headers['content-length']} bytes announced, ${options.maxBytes} allowed`;
    return failure('too-large', detail, status);
  }
  const body = await unpack(received, options);
  return body instanceof Uint8Array ? answer(body) : body;
}

/** What an exchange that threw comes to. */
function failureOf(error: unknown, limits: ExchangeLimits, options: GetOptions): Failure {
  switch (limits.ended()) {
    case 'timeout':
      return failure('timeout', `no whole answer within ${options.seconds} s`);
    case 'too-large':
      return failure('too-large', `far more than ${options.maxBytes} bytes`);
    default: {
      if (isRefusal(error)) return failure('refused-address', error.message);
      const { detail, passing } = describeFailure(error);
      return failure('failed', detail, null, passing);
    }
  }
}

/** The time limits are ours alone: undici's own are off, so that one number bounds the whole exchange. */
export function openHttpClient(
  o: AddressPolicy & { readonly userAgent: string; readonly resolve?: ResolveHost },
): PostingClient {
  // One connection an origin, so the newest one is the one in use.
  const sockets = newestSockets();
  const agent = new Agent({
    connect: guardedConnector(o, { resolve: o.resolve, onSocket: sockets.note }),
    allowH2: true,
    connections: 1,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  const client: Client = { agent, userAgent: o.userAgent, cookies: openCookies() };
  const ask = async (url: URL, options: GetOptions, content: string | null) => {
    const refused = refuseUrl(url, o);
    if (refused !== null) return failure('refused-address', refused);
    options.signal.throwIfAborted();
    using _kept = sockets.keep(url.origin);
    using limits = limitExchange({ ...options, socket: () => sockets.of(url.origin) });
    const answered = await exchange(client, url, options, content, limits.signal).catch((error: unknown) => {
      options.signal.throwIfAborted();
      return failureOf(error, limits, options);
    });
    return answered.kind === 'answer' ? answered : { ...answered, bytes: limits.bytes() };
  };
  return {
    get: (url, options) => ask(url, options, null),
    post: (url, options) => ask(url, options, options.content),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
