import { Problem } from '#lib/platform/problem.ts';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  402: 'Payment required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  421: 'Misdirected request',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Not available',
};

/** A problem as an RFC 9457 response. Nothing in it depends on whether a missing object exists for another client. */
export function problemResponse(problem: Problem): Response {
  const body = {
    type: `urn:kg-rca:problem:${problem.code}`,
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.invalidParams.length ? { invalid_params: problem.invalidParams } : {}),
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...problem.headers },
  });
}

/** The response to an unexpected error: it names the request id under which the error is logged, and nothing else. */
export function internalProblem(requestId: string): Problem {
  return new Problem(
    500,
    'internal',
    `An internal error occurred. It is logged under request ID ${requestId}. Try again, and contact support if the problem persists.`,
  );
}
