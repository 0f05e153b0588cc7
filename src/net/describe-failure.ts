/** Why an exchange failed, in words for the ledger, and whether another try is worth a request. */

/** Answers that are not HTTP and certificates that are not valid stay so for as long as one would wait. */
const LASTING =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ENOTFOUND|UND_ERR_INVALID_ARG)/;
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What the commonest codes mean to who does not know them. */
const MEANING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host: ',
  EAI_AGAIN: 'no name server answers: ',
  ECONNREFUSED: 'nothing answers there: ',
  ECONNRESET: 'the connection was broken off: ',
};

/** A server's words may be of any length; the ledger keeps a line. */
const MAX_WORDS = 300;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export type NetworkFailure = {
  readonly detail: string;
  /** True for a failure that may pass. */
  readonly passing: boolean;
};

function isNotHttp(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

export function describeFailure(error: unknown): NetworkFailure {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : String(error);
  const kind = CERTIFICATE.test(code) ? 'the certificate is not valid: ' : (MEANING[code] ?? '');
  const detail = `${kind}${code === '' ? '' : `${code}: `}${words}`.slice(0, MAX_WORDS);
  return { detail, passing: !LASTING.test(code) && !isNotHttp(error) };
}
