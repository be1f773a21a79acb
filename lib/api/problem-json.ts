import { Problem } from '#lib/platform/problem.ts';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  402: 'Payment required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not available',
};

/** A problem as an RFC 9457 answer. Nothing in it depends on whether a missing object exists for someone else. */
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

/** What a caller sees of an error that is no Problem: that it is ours, and the id under which the log has it. */
export function internalProblem(requestId: string): Problem {
  return new Problem(
    500,
    'internal',
    `Something broke on our side. It is logged as request ${requestId}; try again, and write to us if it stays.`,
  );
}
