/** The only place that speaks HTTP: each call parses its answer with the schema of src/model/api.ts. */
import { z } from 'zod';
import {
  type AlertDetail,
  type AlertPage,
  API_PATHS,
  alertDetail,
  alertPage,
  type CurrentUser,
  currentUser,
  type DecisionRequest,
  type NoteRequest,
  type Overview,
  overview,
  type Problem,
  problem,
} from '../model/api.ts';
import { type ListView, paramsFromView } from './list/list-view.ts';

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

type Call<T> = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal;
};

async function call<T>({ method = 'GET', path, body, answer, signal }: Call<T>): Promise<T> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw apiError(await readProblem(response));
  const parsed = answer.safeParse(response.status === 204 ? undefined : await response.json());
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
        detail: 'Check that it is running. This page keeps trying.',
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

const nothing = z.unknown().transform(() => null);

export const signIn = (name: string, password: string): Promise<CurrentUser> =>
  call({ method: 'POST', path: API_PATHS.session, body: { name, password }, answer: currentUser });

export const signOut = (): Promise<null> =>
  call({ method: 'DELETE', path: API_PATHS.session, answer: nothing });

export const fetchCurrentUser = (signal: AbortSignal): Promise<CurrentUser> =>
  call({ path: API_PATHS.session, answer: currentUser, signal });

export const fetchOverview = (signal: AbortSignal): Promise<Overview> =>
  call({ path: API_PATHS.overview, answer: overview, signal });

export function fetchAlerts(view: ListView, cursor: string | null, signal: AbortSignal): Promise<AlertPage> {
  const params = paramsFromView(view);
  if (cursor !== null) params.set('cursor', cursor);
  const query = params.size === 0 ? '' : `?${params}`;
  return call({ path: `${API_PATHS.alerts}${query}`, answer: alertPage, signal });
}

const ofAlert = (path: string, id: number) => path.replace(':id', String(id));

export const fetchAlert = (id: number, signal: AbortSignal): Promise<AlertDetail> =>
  call({ path: ofAlert(API_PATHS.alert, id), answer: alertDetail, signal });

export const decideAlert = (id: number, body: DecisionRequest): Promise<AlertDetail> =>
  call({ method: 'POST', path: ofAlert(API_PATHS.decisions, id), body, answer: alertDetail });

export const reopenAlert = (id: number, body: NoteRequest): Promise<AlertDetail> =>
  call({ method: 'POST', path: ofAlert(API_PATHS.reopen, id), body, answer: alertDetail });
