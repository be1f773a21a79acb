'use client';

import { keepPreviousData, QueryClient, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import type { AnswerOf, RouteHandler } from '#lib/api/index.ts';

/** A problem+json response: a message for people and, for forms, the error of each field by name. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  constructor(status: number, code: string, detail: string, fields: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** Asks the person to confirm who they are; whether they did. */
let confirmIdentity: (() => Promise<boolean>) | undefined;

/** Sets who asks; returns how to take that back. */
export function handleStepUp(ask: () => Promise<boolean>): () => void {
  confirmIdentity = ask;
  return () => {
    confirmIdentity = undefined;
  };
}

/**
 * Calls the REST API as the signed-in user. When an operation wants the person to confirm who they are, it asks and calls it
 * again. Throws ApiError, with status 0 when there is no response.
 */
export async function callApi<H extends RouteHandler>(method: string, path: string, body?: unknown): Promise<AnswerOf<H>> {
  const response = await withProof(() => request(method, path, body));
  return (await response.json().catch(() => undefined)) as AnswerOf<H>;
}

/** Saves the file that a GET operation answers, under the name that the answer gives it. Asks for proof and throws like `callApi`. */
export async function saveFile(path: string): Promise<void> {
  const response = await withProof(() => request('GET', path));
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  saveBlob(await response.blob(), name ?? 'download');
}

/** Saves what the browser has already as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

async function withProof<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const wantsProof = error instanceof ApiError && error.code === 'step_up_required' && confirmIdentity;
    if (!wantsProof || !(await confirmIdentity?.())) throw error;
    return call();
  }
}

async function request(method: string, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
  } catch {
    throw new ApiError(0, 'unreachable', 'The server cannot be reached. Check your connection; this page retries automatically.');
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => undefined);
  const problem = (answer ?? {}) as { code?: string; detail?: string; invalid_params?: { name: string; reason: string }[] };
  const fields = Object.fromEntries((problem.invalid_params ?? []).map(({ name, reason }) => [name, reason]));
  throw new ApiError(response.status, problem.code ?? 'unknown', wordsOf(problem.detail, Object.values(fields), response.status), fields);
}

/** What people read of a problem. Reasons that are sentences need no name of a field, which is one of the API. */
function wordsOf(detail: string | undefined, reasons: string[], status: number): string {
  if (reasons.length > 0 && reasons.every((reason) => /^[A-Z].*[.!?]$/.test(reason))) return reasons.join(' ');
  return detail ?? `The server responded with status ${status}.`;
}

/** The data of a GET operation, refreshed every `refreshMs` while the page is visible. A null path fetches nothing. */
export function useApi<H extends RouteHandler>(path: string | null, refreshMs?: number): UseQueryResult<AnswerOf<H>, ApiError> {
  return useQuery<AnswerOf<H>, ApiError>({
    queryKey: [path],
    queryFn: () => callApi<H>('GET', path ?? ''),
    enabled: path !== null,
    placeholderData: keepPreviousData,
    ...(refreshMs ? { refetchInterval: refreshMs } : {}),
  });
}

/** An operation that changes something. When it succeeds, all data on the page is fetched again. */
export function useAction<H extends RouteHandler, Input = void>(
  method: string,
  path: string | ((input: Input) => string),
  bodyOf?: (input: Input) => unknown,
) {
  return useMutation<AnswerOf<H>, ApiError, Input>({
    mutationFn: (input) => callApi<H>(method, typeof path === 'string' ? path : path(input), bodyOf ? bodyOf(input) : undefined),
    onSuccess: (_data, _input, _result, context) => context.client.invalidateQueries(),
  });
}

/** The query cache of a browser tab. A 4xx response is final; only failures that may be temporary are retried. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => failures < 3 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      },
    },
  });
}
