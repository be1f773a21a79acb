import { Problem } from '#lib/platform/problem.ts';

/** The cookie in which next-auth keeps where to go after a sign-in; over HTTPS it has a prefix. */
const CALLBACK_COOKIE = /(?:^|;\s*)(?:__Secure-)?next-auth\.callback-url=([^;]*)/;

/**
 * Throws a Problem for a request that next-auth would answer with 500, although the caller is at fault: 400 for a body that is neither
 * JSON nor a form, a place to return to that is no address, or characters that a header cannot hold; 405 for reading where one signs in. `credentialProviders`: the ids of
 * the providers to which credentials are posted.
 */
export async function assertSignInRequest(request: Request, credentialProviders: readonly string[]): Promise<void> {
  const { pathname, searchParams } = new URL(request.url);
  const provider = /\/callback\/([^/]+)\/*$/.exec(pathname)?.[1];
  if (request.method !== 'POST' && provider !== undefined && credentialProviders.includes(provider)) {
    const detail = 'Send what you sign in with as a form, with the method POST.';
    throw new Problem(405, 'method_not_allowed', detail, { headers: { Allow: 'POST' } });
  }
  // Names and values of the query come back, decoded, in the header with the address that next-auth redirects to.
  if (/[^ -~]/.test([...searchParams].flat().join('')))
    throw new Problem(
      400,
      'bad_address',
      'The query holds characters other than printable ASCII. Leave them out, or percent-encode them twice.',
    );
  const form = request.method === 'POST' ? await formOf(request) : {};
  const places = [searchParams.get('callbackUrl'), form.callbackUrl, cookieOf(request)];
  for (const place of places) if (place !== undefined && place !== null && !isAddress(place)) throw badPlace();
}

async function formOf(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  const text = await request.clone().text();
  if (!type.includes('application/json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Problem(400, 'bad_body', 'The body is not valid JSON. Send a form or a JSON object, and say which in Content-Type.');
  }
}

function cookieOf(request: Request): string | undefined {
  const value = CALLBACK_COOKIE.exec(request.headers.get('cookie') ?? '')?.[1];
  try {
    return value && decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Whether next-auth takes a text for a place to return to: a path of the portal, or an address of the web. */
function isAddress(place: unknown): boolean {
  if (typeof place !== 'string' || place === '') return place === '';
  const base = place.startsWith('/') ? 'http://portal' : undefined;
  return URL.canParse(place, base) && /^https?:$/.test(new URL(place, base).protocol);
}

function badPlace(): Problem {
  return new Problem(400, 'bad_callback', 'callbackUrl must be a path of the portal, such as /incidents.');
}
