import * as oauth from 'oauth4webapi';
import { env } from '#lib/platform/env.ts';
import { EgressError, guardedFetch } from '#lib/platform/guarded-fetch.ts';
import { invalid } from '#lib/platform/problem.ts';

/** The discovery document of an issuer (OpenID Connect Discovery 1.0, section 3). */
export type IssuerMetadata = oauth.AuthorizationServer;

/** A client's registration at its issuer. */
export interface Registration {
  metadata: IssuerMetadata;
  clientId: string;
  secret: string;
  /** Where the issuer sends people back to. Each client has an address of its own, so that answers cannot be mixed up. */
  redirectUri: string;
}

/** What ties an answer of the issuer to the browser that asked. */
export interface Checks {
  state: string;
  nonce: string;
  verifier: string;
}

/** What an issuer says of a person. `vouched`: the issuer says that the address is theirs. */
export interface Claims {
  issuer: string;
  subject: string;
  email: string | undefined;
  vouched: boolean;
  name: string | undefined;
}

/** Whether issuers may be in private networks and speak HTTP: on an installation for trials, or where the setting says so. */
function mayReachPrivateNetworks(): boolean {
  return env.use().loopback || env.use().SSO_PRIVATE_NETWORKS;
}

const options = () => ({
  [oauth.customFetch]: (url: string, init: object) => guardedFetch(url, init, { anywhere: mayReachPrivateNetworks() }),
  [oauth.allowInsecureRequests]: mayReachPrivateNetworks(),
});

/** Reads the discovery document of an issuer. Throws a Problem with status 422 that names `issuer` and says what is wrong. */
export async function discover(issuer: string): Promise<IssuerMetadata> {
  const url = new URL(issuer);
  let metadata: IssuerMetadata;
  try {
    const response = await oauth.discoveryRequest(url, options());
    if (response.status !== 200) {
      throw new EgressError(`${wellKnown(issuer)} answered with status ${response.status} instead of the discovery document`);
    }
    metadata = await oauth.processDiscoveryResponse(url, response);
  } catch (error) {
    throw invalid('issuer', discoveryProblem(issuer, error));
  }
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    const endpoint = metadata[name];
    if (!endpoint || !URL.canParse(endpoint)) throw invalid('issuer', `Its discovery document has no ${name}.`);
    const { protocol } = new URL(endpoint);
    if (protocol !== 'https:' && !(protocol === 'http:' && mayReachPrivateNetworks()))
      throw invalid('issuer', `The ${name} of its discovery document is not an https address.`);
  }
  return metadata;
}

function wellKnown(issuer: string): string {
  return `${issuer.endsWith('/') ? issuer.slice(0, -1) : issuer}/.well-known/openid-configuration`;
}

function discoveryProblem(issuer: string, error: unknown): string {
  if (error instanceof EgressError) return `${error.message}. Check the address of the issuer.`;
  const code = (error as { code?: string }).code;
  if (code === oauth.JSON_ATTRIBUTE_COMPARISON)
    return 'The discovery document names another issuer. Enter the issuer exactly as your identity provider shows it, also the slash at its end.';
  return `${wellKnown(issuer)} is not a discovery document of OpenID Connect.`;
}

/**
 * Checks a client ID and secret with a code that does not exist: an issuer that knows them complains about the code. Throws a
 * Problem with status 422 that names `clientSecret` when it does not.
 */
export async function checkRegistration(registration: Registration): Promise<void> {
  const { metadata, redirectUri } = registration;
  const parameters = { code: 'a code to check the client ID and secret', redirect_uri: redirectUri };
  const auth = clientAuth(registration);
  const response = await oauth
    .genericTokenEndpointRequest(metadata, clientOf(registration), auth, 'authorization_code', parameters, options())
    .catch((error) => {
      throw invalid('issuer', `Its token endpoint cannot be used: ${(error as Error).message}.`);
    });
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  if (response.status === 401 || error === 'invalid_client')
    throw invalid('clientSecret', 'The issuer does not accept this client ID with this secret. Copy both again.');
}

/** Where a browser goes to sign in; `loginHint` is the address that the person entered. */
export async function authorizationUrl(registration: Registration, { state, nonce, verifier }: Checks, loginHint: string): Promise<string> {
  const url = new URL(registration.metadata.authorization_endpoint ?? '');
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: registration.clientId,
    redirect_uri: registration.redirectUri,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: loginHint,
  }))
    url.searchParams.set(name, value);
  return url.toString();
}

/** Random values for one sign-in. */
export function newChecks(): Checks {
  return { state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), verifier: oauth.generateRandomCodeVerifier() };
}

/**
 * Turns the answer of an issuer into what it says of the person: state and issuer of the answer, code, PKCE, nonce, audience,
 * expiry and signature of the ID token are checked. Throws an error whose message says what was wrong.
 */
export async function claimsOf(registration: Registration, answer: URLSearchParams, { state, nonce, verifier }: Checks): Promise<Claims> {
  const { metadata } = registration;
  const client = clientOf(registration);
  const parameters = oauth.validateAuthResponse(metadata, client, answer, state);
  const auth = clientAuth(registration);
  const response = await oauth.authorizationCodeGrantRequest(
    metadata,
    client,
    auth,
    parameters,
    registration.redirectUri,
    verifier,
    options(),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, response, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(metadata, response, options());
  const idToken = oauth.getValidatedIdTokenClaims(tokens);
  if (!idToken) throw new EgressError('the issuer sent no ID token');
  const claims =
    idToken.email === undefined ? { ...(await userInfo(registration, tokens.access_token, idToken.sub)), ...idToken } : idToken;
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    email: typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : undefined,
    // Entra ID says `xms_edov` (email domain owner verified) instead.
    vouched: [true, 'true'].includes(claims.email_verified as boolean) || [true, 1, '1', 'true'].includes(claims.xms_edov as boolean),
    name: typeof claims.name === 'string' ? claims.name : undefined,
  };
}

async function userInfo(registration: Registration, accessToken: string, subject: string): Promise<Partial<oauth.UserInfoResponse>> {
  const { metadata } = registration;
  if (!metadata.userinfo_endpoint) return {};
  const client = clientOf(registration);
  const response = await oauth.userInfoRequest(metadata, client, accessToken, options());
  return oauth.processUserInfoResponse(metadata, client, subject, response);
}

function clientOf({ clientId }: Registration): oauth.Client {
  return { client_id: clientId };
}

/** Basic is what a server supports that names no method (OpenID Connect Discovery 1.0, section 3). */
function clientAuth({ metadata, secret }: Registration): oauth.ClientAuth {
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret);
}
