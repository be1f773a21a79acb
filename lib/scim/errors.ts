import { Problem } from '#lib/platform/problem.ts';

/** The values of scimType (RFC 7644, table 9). */
export type ScimType = 'invalidFilter' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue';

const TYPES: readonly string[] = ['invalidFilter', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget', 'invalidValue'];

/** An error for the directory. */
export function scimProblem(status: number, type: ScimType, detail: string): Problem {
  return new Problem(status, type, detail);
}

/** A problem as SCIM sends it (RFC 7644, 3.12): inputs that are invalid are 400 there. */
export function scimErrorOf({ status, code, detail, headers }: Problem): Response {
  const sent = status === 422 ? 400 : status;
  const scimType = TYPES.includes(code)
    ? code
    : { invalid_input: 'invalidValue', bad_body: 'invalidSyntax', last_owner: 'mutability' }[code];
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(sent), ...(scimType && { scimType }), detail };
  return new Response(JSON.stringify(body), {
    status: sent,
    headers: { 'Content-Type': 'application/scim+json', 'Cache-Control': 'no-store', ...headers },
  });
}
