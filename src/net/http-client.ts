/** One guarded HTTP request at a time: our user agent, no cookies, no redirects, limits on size and time. */
import { Agent, request } from 'undici';
import {
  type AddressPolicy,
  guardedConnector,
  isRefusal,
  type ResolveHost,
  refuseUrl,
} from './address-guard.ts';
import { ACCEPTED_CODINGS, readCodings, unpackBody } from './unpack-body.ts';

export type Headers = Readonly<Record<string, string>>;

export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names; repeated headers are joined with ", ". */
  readonly headers: Headers;
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
};

type GetOptions = {
  readonly accept: string;
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

export type HttpClient = AsyncDisposable & {
  get(url: URL, options: GetOptions): Promise<Answer | Failure>;
};

/** Bodies that nobody reads are let run out up to this size, which keeps the connection; beyond it the connection is closed. */
const DUMP_BYTES = 32 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function failure(
  reason: Failure['reason'],
  detail: string,
  status: number | null = null,
  passing = false,
): Failure {
  return { kind: 'failure', reason, status, detail, passing };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}

type Read = { readonly bytes: Uint8Array; readonly cut: boolean };

/** Reads at most `limit` bytes of the wire; leaving the loop early closes the connection. */
async function readWire(body: AsyncIterable<Uint8Array>, limit: number): Promise<Read> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.length > limit) {
      chunks.push(chunk.subarray(0, limit - size));
      return { bytes: Buffer.concat(chunks), cut: true };
    }
    chunks.push(chunk);
    size += chunk.length;
  }
  return {
    bytes: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    cut: false,
  };
}

async function unpack(
  wire: Read,
  status: number,
  headers: Headers,
  options: GetOptions,
): Promise<Answer | Failure> {
  const tooLarge = () => failure('too-large', `more than ${options.maxBytes} bytes`, status);
  if (wire.cut && options.overflow === 'refuse') return tooLarge();
  const codings = readCodings(headers['content-encoding']);
  if (codings === null)
    return failure('failed', `unknown content coding ${headers['content-encoding'] ?? ''}`, status);
  if (codings.length === 0 || wire.bytes.length === 0)
    return { kind: 'answer', status, headers, body: wire.bytes };
  const unpacked = await unpackBody(wire.bytes, codings, options.maxBytes, wire.cut);
  switch (unpacked.kind) {
    case 'unknown-coding':
    case 'broken':
      return failure('failed', `the body does not unpack: ${unpacked.detail}`, status);
    case 'cut':
      return options.overflow === 'refuse'
        ? tooLarge()
        : { kind: 'answer', status, headers, body: unpacked.body };
    case 'whole':
      return { kind: 'answer', status, headers, body: unpacked.body };
  }
}

async function exchange(agent: Agent, userAgent: string, url: URL, options: GetOptions, signal: AbortSignal) {
  const response = await request(url, {
    dispatcher: agent,
    method: 'GET',
    signal,
    headers: { 'user-agent': userAgent, accept: options.accept, 'accept-encoding': ACCEPTED_CODINGS },
  });
  const { statusCode: status } = response;
  const headers = plainHeaders(response.headers);
  if (!options.wantsBody(status, headers)) {
    await response.body.dump({ limit: DUMP_BYTES, signal });
    return { kind: 'answer', status, headers, body: new Uint8Array() } as const;
  }
  if (options.overflow === 'refuse' && Number(headers['content-length']) > options.maxBytes) {
    response.body.on('error', () => undefined).destroy();
    return failure(
      'too-large',
      `${headers['content-length']} bytes announced, ${options.maxBytes} allowed`,
      status,
    );
  }
  return unpack(await readWire(response.body, options.maxBytes), status, headers, options);
}

/** The time limits are ours alone: undici's own are off, so that one number bounds the whole exchange. */
export function openHttpClient(
  o: AddressPolicy & { readonly userAgent: string; readonly resolve?: ResolveHost },
): HttpClient {
  const agent = new Agent({
    connect: guardedConnector(o, o.resolve),
    allowH2: false,
    connections: 1,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  return {
    async get(url, options) {
      const refused = refuseUrl(url, o);
      if (refused !== null) return failure('refused-address', refused);
      options.signal.throwIfAborted();
      const timeout = AbortSignal.timeout(Math.ceil(options.seconds * 1000));
      try {
        return await exchange(agent, o.userAgent, url, options, AbortSignal.any([options.signal, timeout]));
      } catch (error) {
        options.signal.throwIfAborted();
        if (timeout.aborted) return failure('timeout', `no whole answer within ${options.seconds} s`);
        if (isRefusal(error)) return failure('refused-address', error.message);
        return failure('failed', describe(error), null, true);
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
