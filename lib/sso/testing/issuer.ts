import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID Connect issuer whose every answer a test can bend. The e2e journey uses a real one. */
export interface TestIssuer {
  url: string;
  /** Signs somebody in: returns what the issuer adds to the redirect URI. `lies` replaces claims of the ID token. */
  signIn(authorization: string, claims: Record<string, unknown>, lies?: Record<string, unknown>): Promise<URLSearchParams>;
  /** Replaces parts of the discovery document. */
  discovery: Record<string, unknown>;
  /** Answers everything with this. */
  answer: { status: number; body: string } | undefined;
  close(): Promise<void>;
}

/** Starts an issuer on loopback that knows one client with this secret. */
export async function startIssuer(clientId = 'kg-rca', secret = 'the secret of the client'): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const { privateKey: foreignKey } = await generateKeyPair('RS256');
  const codes = new Map<string, { idToken: string; challenge: string; redirectUri: string }>();
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (issuer.answer) return send(issuer.answer.status, issuer.answer.body);
    if (request.url === '/.well-known/openid-configuration') return send(200, discovery());
    if (request.url === '/jwks') return send(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] });
    let text = '';
    for await (const part of request) text += part;
    const form = new URLSearchParams(text);
    // RFC 6749, 2.3.1: both are form-encoded first.
    const [, sent = ''] = (request.headers.authorization ?? '').split(' ');
    const pair = new URLSearchParams(Buffer.from(sent, 'base64').toString().replace(':', '='));
    if (pair.get(clientId) !== secret) return send(401, { error: 'invalid_client' });
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      return send(400, { error: 'invalid_grant' });
    send(200, { access_token: 'a', token_type: 'Bearer', id_token: code.idToken });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const discovery = () => ({
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    ...issuer.discovery,
  });
  const issuer: TestIssuer = {
    url,
    discovery: {},
    answer: undefined,
    async signIn(authorization, claims, { signedByOther, ...lies } = {}) {
      const asked = new URL(authorization).searchParams;
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: url, aud: clientId, nonce: asked.get('nonce'), iat: now, exp: now + 300, ...claims, ...lies };
      const header = { alg: 'RS256', kid: 'k' };
      const idToken = await new SignJWT(payload).setProtectedHeader(header).sign(signedByOther ? foreignKey : privateKey);
      const code = randomUUID();
      codes.set(code, { idToken, challenge: asked.get('code_challenge') ?? '', redirectUri: asked.get('redirect_uri') ?? '' });
      return new URLSearchParams({ code, state: asked.get('state') ?? '' });
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return issuer;
}
