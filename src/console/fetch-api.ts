/** The only place that speaks HTTP: each answer is parsed with a schema of src/model. */
import { z } from 'zod';
import { type Problem, problem } from '../model/api.ts';

/** An answer that is not a success, with the server's problem details; status 0 means that no answer came. */
type ApiError = Error & { readonly problem: Problem };

function apiError(details: Problem, cause?: unknown): ApiError {
  return Object.assign(new Error(`${details.title}: ${details.detail}`, { cause }), { problem: details });
}

function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && 'problem' in error;
}

export function problemOf(error: unknown): Problem {
  if (isApiError(error)) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'Something unexpected went wrong', status: 0, detail };
}

type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Also sent when the tab is being closed. */
  readonly keepalive?: boolean;
};

async function call({ method = 'GET', path, body, headers, signal, keepalive }: Call): Promise<Response> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    ...(keepalive ? { keepalive } : {}),
  });
  if (!response.ok) throw apiError(await readProblem(response));
  return response;
}

/** A question whose answer is read by its schema. */
export function ask<T>(path: string, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return call({ path, ...(signal ? { signal } : {}) }).then((response) => parse(response, answer));
}

/** An order with an answer; POST unless another method is named. */
export function order<T>(answer: z.ZodType<T>, { method = 'POST', ...rest }: Call): Promise<T> {
  return call({ method, ...rest }).then((response) => parse(response, answer));
}

/** An order that is answered with nothing, or with what nobody needs. */
export async function command({ method = 'POST', ...rest }: Call): Promise<null> {
  await call({ method, ...rest });
  return null;
}

/** A file: its bytes and the name that the server gives it. */
export async function download(path: string, body: unknown): Promise<{ blob: Blob; name: string }> {
  const response = await call({ method: 'POST', path, body });
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { blob: await response.blob(), name: name ?? 'export' };
}

/** "/alerts/:id" with its number. */
export function pathOf(path: string, id: number): string {
  return path.replace(':id', String(id));
}

/** A path with a query string of what is given. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  return params.size === 0 ? path : `${path}?${params}`;
}

async function parse<T>(response: Response, answer: z.ZodType<T>): Promise<T> {
  const parsed = answer.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw apiError(
    {
      type: 'about:blank',
      title: 'The server answered in a form that this console does not know',
      status: response.status,
      detail: `Reload the page; if it stays, server and console differ in version. ${z.prettifyError(parsed.error)}`,
    },
    parsed.error,
  );
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw apiError(
      {
        type: 'about:blank',
        title: 'The server cannot be reached',
        status: 0,
        // A question is asked again by itself. An order is not: whoever gave it may have changed their mind by then.
        detail:
          init.method === 'GET'
            ? 'Check that it is running. This page keeps trying.'
            : 'Nothing was recorded, as far as this page knows. Submit it again when the server answers.',
      },
      error,
    );
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return problem.parse(JSON.parse(text));
  } catch {
    // A proxy in between answers with its own page, which says less than the status does.
    return {
      type: 'about:blank',
      title: `The server answered ${response.status}`,
      status: response.status,
      detail: response.statusText || 'Try again in a moment.',
    };
  }
}
