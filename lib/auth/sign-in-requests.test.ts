import { describe, expect, it } from 'vitest';
import { assertSignInRequest } from './sign-in-requests.ts';

const URL_OF_SIGN_IN = 'http://portal.example/api/auth/callback/password';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };

const check = (url: string, init: RequestInit = {}) => assertSignInRequest(new Request(url, init), ['password', 'api-key']);
const post = (body: string, headers: Record<string, string> = FORM, url = URL_OF_SIGN_IN) => check(url, { method: 'POST', body, headers });

describe('a request to sign in', () => {
  it.each([
    ['a form', 'email=a&password=b&callbackUrl=/incidents', FORM],
    ['JSON', '{"email":"a"}', JSON_BODY],
    ['an address of the web to return to', 'callbackUrl=https%3A%2F%2Fportal.example%2F', FORM],
    ['nothing to return to', 'callbackUrl=', FORM],
    ['no body', '', FORM],
  ])('with %s is accepted, and its body can still be read', async (_, body, headers) => {
    const request = new Request(URL_OF_SIGN_IN, { method: 'POST', body, headers });
    await assertSignInRequest(request, ['password']);
    expect(await request.text()).toBe(body);
  });

  it.each(['', '{', 'x=y'])('with a body that is not the JSON it is said to be is refused: %j', async (body) => {
    await expect(post(body, JSON_BODY)).rejects.toMatchObject({ status: 400, code: 'bad_body' });
  });

  it.each(['then', 'javascript:alert(1)', '//', 'http://', '1e309'])(
    'with a place to return to that is no address is refused: %s',
    async (place) => {
      const encoded = encodeURIComponent(place);
      await expect(check(`${URL_OF_SIGN_IN}?callbackUrl=${encoded}`, { method: 'POST' })).rejects.toMatchObject({ code: 'bad_callback' });
      await expect(post(`callbackUrl=${encoded}`)).rejects.toMatchObject({ status: 400, code: 'bad_callback' });
      await expect(post(JSON.stringify({ callbackUrl: place }), JSON_BODY)).rejects.toMatchObject({ code: 'bad_callback' });
      for (const prefix of ['', '__Secure-']) {
        const headers = { ...FORM, cookie: `a=b; ${prefix}next-auth.callback-url=${encoded}` };
        await expect(post('', headers)).rejects.toMatchObject({ code: 'bad_callback' });
      }
    },
  );

  it.each(['%0D%0AX-A%3A%20b', 'e%CC%81', '%F0%9F%98%80', '%7F'])(
    'with characters in its query that a header cannot hold is refused: %s',
    async (text) => {
      for (const query of [`error=${text}`, `${text}=x`])
        await expect(check(`http://portal.example/api/auth/error?${query}`)).rejects.toMatchObject({ status: 400, code: 'bad_address' });
    },
  );

  it('returns to an address with any characters when they are encoded, as the portal encodes them', async () => {
    const place = `/incidents?${new URLSearchParams({ q: 'żółw 😀' })}`;
    await expect(check(`http://portal.example/api/auth/signin?${new URLSearchParams({ callbackUrl: place })}`)).resolves.toBeUndefined();
  });

  it('that reads where credentials are posted is told how', async () => {
    await expect(check(URL_OF_SIGN_IN)).rejects.toMatchObject({ status: 405, headers: { Allow: 'POST' } });
    await expect(check('http://portal.example/api/auth/callback/oidc?code=x')).resolves.toBeUndefined();
  });
});
