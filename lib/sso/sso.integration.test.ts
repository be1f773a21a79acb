import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { assertSomeClient } from '#lib/auth/client-access.ts';
import { issueLinkToken } from '#lib/auth/email-links.ts';
import { confirmAddress, principalOfSession, requestAddressChange, sessionLimits } from '#lib/auth/index.ts';
import { CALLER, captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type DnsServer, startDnsServer } from '#simulators/dns/index.ts';
import {
  beginSso,
  finishSso,
  getConnection,
  removeConnection,
  removeDomain,
  requireSso,
  type SsoOutcome,
  saveConnection,
} from './index.ts';
import { newCompany } from './testing/company.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let dns: DnsServer;
let a: Awaited<ReturnType<typeof newCompany>>;
let b: Awaited<ReturnType<typeof newCompany>>;

beforeAll(async () => {
  db = await freshDatabase();
  dns = await startDnsServer();
  mails = captureMails({ DNS_SERVERS: dns.address });
  [a, b] = [await newCompany(mails, dns, NOW), await newCompany(mails, dns, NOW)];
});
afterAll(async () => {
  await a.issuer.close();
  await b.issuer.close();
  await dns.close();
  await db.drop();
});

const principalOf = async (outcome: SsoOutcome) =>
  'secret' in outcome ? await principalOfSession(outcome.secret, sessionLimits(), NOW) : outcome;
const newUser = (email: string, isStaff = false) =>
  asSystem((tx) => tx.user.create({ data: { email, name: 'Jo', emailVerifiedAt: new Date(NOW), isStaff } }));
const address = (domain: string) => `${randomUUID().slice(0, 8)}@${domain}`;

describe('somebody whom the issuer of a client vouches for', () => {
  it('joins with the client’s default role and works for this client only', async () => {
    const email = address(a.domain);
    const outcome = await a.signIn(email, { name: 'Ann' });
    expect(outcome).toMatchObject({ next: '/incidents' });
    expect(await principalOf(outcome)).toMatchObject({ name: email, role: 'viewer', ssoClient: a.id, tenant: { id: a.id } });
    expect((await listAudit(a.id, 2)).map(({ action }) => action)).toEqual(['account.signed_in', 'member.joined']);
  });

  it('is known by sub from then on: another sub with the address is refused, and a new address is still the same person', async () => {
    const email = address(a.domain);
    await a.signIn(email);
    expect(await a.signIn(email, { sub: 'somebody else' })).toEqual({ refused: 'sso_other_identity' });
    const renamed = await principalOf(await a.signIn(address(a.domain), { sub: `sub of ${email}` }));
    expect(renamed).toMatchObject({ name: email });
    expect((await listAudit(a.id, 5)).find(({ action }) => action === 'sso.sign_in_refused')?.after).toMatchObject({
      reason: 'sso_other_identity',
    });
  });

  it('keeps the role that they have', async () => {
    const user = await newUser(address(a.domain));
    await a.join(user.id, 'admin');
    expect(await principalOf(await a.signIn(user.email))).toMatchObject({ role: 'admin' });
  });

  it('does not come back after they were removed', async () => {
    const email = address(a.domain);
    await a.signIn(email);
    await asSystem((tx) => tx.membership.deleteMany({ where: { tenantId: a.id, user: { email } } }));
    expect(await a.signIn(email)).toEqual({ refused: 'sso_removed' });
  });

  it('takes over an account that a stranger opened with their address: the stranger’s password no longer works', async () => {
    const email = address(a.domain);
    await asSystem((tx) => tx.user.create({ data: { email, name: 'x', passwordHash: 'a hash' } }));
    await a.signIn(email);
    expect((await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { email } }))).passwordHash).toBeNull();
  });
});

describe('the issuer of a client can sign nobody in', () => {
  it.each([
    ['whose address is of a domain that another client verified', () => ({ email: address(b.domain) }), 'sso_foreign_domain'],
    ['whose address is of no verified domain', () => ({ email: 'ceo@unclaimed.example' }), 'sso_foreign_domain'],
    ['whose domain only ends like a verified one', () => ({ email: `x@evil-${a.domain}` }), 'sso_foreign_domain'],
    ['of a subdomain', () => ({ email: `x@sub.${a.domain}` }), 'sso_foreign_domain'],
    ['with two addresses in one', () => ({ email: `x@${a.domain}@${b.domain}` }), 'sso_foreign_domain'],
    ['without an address', () => ({ email: undefined }), 'sso_no_address'],
    ['whose address it does not vouch for', () => ({ email_verified: false }), 'sso_not_vouched'],
    ['whose address it says nothing about', () => ({ email_verified: undefined }), 'sso_not_vouched'],
  ])('%s', async (_what, claims, refused) => {
    expect(await a.signIn(address(a.domain), claims())).toEqual({ refused });
  });

  it('as a member of another client, even one with an address of its own domain: the session reaches this client alone', async () => {
    const user = await newUser(address(a.domain), true);
    await b.join(user.id, 'owner');
    const principal = await principalOf(await a.signIn(user.email));
    expect(principal).toMatchObject({ tenant: { id: a.id }, role: 'viewer', isStaff: false });
    await asSystem((tx) => tx.membership.deleteMany({ where: { tenantId: a.id, userId: user.id } }));
    const left = await principalOf(await a.signIn(user.email));
    expect(left).toEqual({ refused: 'sso_removed' });
  });

  it('as an account of another client whose address the issuer claims', async () => {
    const before = await b.roles();
    expect(await a.signIn(b.owner.email)).toEqual({ refused: 'sso_foreign_domain' });
    expect(await b.roles()).toEqual(before);
  });
});

describe('an answer is refused', () => {
  it.each([
    ['with another nonce', { nonce: 'another' }],
    ['for another audience', { aud: 'another client' }],
    ['of another issuer', { iss: 'http://127.0.0.1:1' }],
    ['that has expired', { exp: 1 }],
    ['without a nonce', { nonce: undefined }],
    ['signed with another key', { signedByOther: true }],
  ])('%s', async (_what, lies) => {
    expect(await a.signIn(address(a.domain), {}, lies)).toEqual({ refused: 'sso_failed' });
  });

  it('in another browser than the one that asked, with a state of another attempt, too late, and a second time', async () => {
    const begin = () => beginSso(`x@${a.domain}`, '/welcome', NOW);
    const [mine, other] = [await begin(), await begin()];
    const claims = { sub: 's', email: address(a.domain), email_verified: true };
    const answer = await a.issuer.signIn(mine.url, claims);
    const finish = (cookie: string | undefined, now = NOW, tenantId = a.id) => finishSso({ tenantId, answer, cookie }, CALLER, now);
    expect(await finish(undefined)).toEqual({ refused: 'sso_expired' });
    expect(await finish(other.attempt)).toEqual({ refused: 'sso_expired' });
    expect(await finish('forged')).toEqual({ refused: 'sso_expired' });
    expect(await finish(mine.attempt, NOW + 600_000)).toEqual({ refused: 'sso_expired' });
    expect(await finish(mine.attempt)).toMatchObject({ next: '/welcome' });
    expect(await finish(mine.attempt)).toEqual({ refused: 'sso_failed' });
  });

  it('that came for another client: neither its address nor its state nor its code is of use elsewhere', async () => {
    const [toA, toB] = [await beginSso(`x@${a.domain}`, '/welcome', NOW), await beginSso(`x@${b.domain}`, '/welcome', NOW)];
    const claims = { sub: 's2', email: address(a.domain), email_verified: true };
    const answerOfB = await b.issuer.signIn(toB.url, claims);
    expect(await finishSso({ tenantId: a.id, answer: answerOfB, cookie: toB.attempt }, CALLER, NOW)).toEqual({ refused: 'sso_expired' });
    expect(await finishSso({ tenantId: a.id, answer: answerOfB, cookie: toA.attempt }, CALLER, NOW)).toEqual({ refused: 'sso_expired' });
    const injected = new URLSearchParams({ code: answerOfB.get('code') ?? '', state: new URL(toA.url).searchParams.get('state') ?? '' });
    expect(await finishSso({ tenantId: a.id, answer: injected, cookie: toA.attempt }, CALLER, NOW)).toEqual({ refused: 'sso_failed' });
  });

  it('with a code that was stolen from somebody else’s attempt: PKCE and nonce tie it to the browser that asked', async () => {
    const [victim, attacker] = [await beginSso(`x@${a.domain}`, '/welcome', NOW), await beginSso(`x@${a.domain}`, '/welcome', NOW)];
    const answer = await a.issuer.signIn(victim.url, { sub: 's3', email: address(a.domain), email_verified: true });
    const state = new URL(attacker.url).searchParams.get('state') ?? '';
    const stolen = new URLSearchParams({ code: answer.get('code') ?? '', state });
    expect(await finishSso({ tenantId: a.id, answer: stolen, cookie: attacker.attempt }, CALLER, NOW)).toEqual({ refused: 'sso_failed' });
  });
});

describe('the sign-in page', () => {
  it('learns from a domain which issuer it leads to, and the same for an address with and without an account', async () => {
    const { url } = await beginSso(address(a.domain).toUpperCase(), '/welcome', NOW);
    expect(url.startsWith(`${a.issuer.url}/authorize?`)).toBe(true);
    const refuse = (email: string) => beginSso(email, '/welcome', NOW).catch((error) => error.detail);
    expect(await refuse(a.owner.email)).toBe(await refuse('nobody@example.com'));
  });
});

describe('required single sign-on', () => {
  it('takes the client from sessions that were opened otherwise at once; owners keep a way in with a second factor, which is recorded', async () => {
    const company = await newCompany(mails, dns, NOW);
    const member = await newUser(address(company.domain));
    const outside = await newUser('contractor@elsewhere.example');
    const owner = await newUser(address(company.domain));
    await company.join(member.id, 'member');
    await company.join(outside.id, 'member');
    await company.join(owner.id, 'owner');
    await b.join(member.id, 'viewer');
    const sessions = {
      member: await newSession(member.id, NOW),
      outside: await newSession(outside.id, NOW),
      owner: await newSession(owner.id, NOW),
      ownerWithCode: await newSession(owner.id, NOW, ['password', 'totp']),
      ownerElsewhere: await newSession(owner.id, NOW, ['sso']),
    };
    await expect(requireSso(company.id, true, owner.email)).rejects.toMatchObject({ code: 'sso_not_ready' });
    await company.signIn(member.email);
    await expect(requireSso(company.id, true, owner.email)).rejects.toMatchObject({ code: 'sso_not_ready' });
    await asSystem((tx) => tx.user.update({ where: { id: owner.id }, data: { totpConfirmedAt: new Date(NOW) } }));
    await requireSso(company.id, true, owner.email);

    const clientOf = async (name: keyof typeof sessions) => (await sessions[name].principal(NOW))?.tenant?.id;
    expect(await clientOf('member'), 'another client of the person stays').toBe(b.id);
    expect(await clientOf('outside')).toBe(company.id);
    expect(await clientOf('owner')).toBeUndefined();
    expect(await sessions.owner.principal(NOW)).toMatchObject({ needsSso: 'Acme' });
    expect(await clientOf('ownerWithCode')).toBe(company.id);
    expect(await clientOf('ownerElsewhere'), 'the single sign-on of the installation is another').toBeUndefined();

    await expect(assertSomeClient(owner.id, ['password'])).rejects.toMatchObject({ code: 'sso_required' });
    await assertSomeClient(owner.id, ['password', 'totp']);
    expect((await listAudit(company.id, 1))[0]).toMatchObject({ action: 'sso.owner_bypassed', actor: owner.email });
    const link = asSystem((tx) => issueLinkToken(tx, member.id, 'address', NOW + 1_000, 'private@elsewhere.example'));
    await expect(requestAddressChange(member.id, 'private@elsewhere.example', NOW)).rejects.toMatchObject({ code: 'address_kept' });
    await expect(confirmAddress(await link, NOW), 'also with a link from before').rejects.toMatchObject({ code: 'address_kept' });
    await requestAddressChange(outside.id, 'private@elsewhere.example', NOW);
    await requireSso(company.id, false, owner.email);
    expect(await clientOf('owner')).toBe(company.id);
    await company.issuer.close();
  });
});

describe('a change of single sign-on', () => {
  it('is recorded and told to the owners by mail, without anything that somebody wrote freely', async () => {
    const company = await newCompany(mails, dns, NOW);
    await saveConnection(company.id, { ...company.connection, defaultRole: 'member', clientSecret: undefined }, company.owner.email, NOW);
    expect((await listAudit(company.id, 1))[0]).toMatchObject({
      action: 'sso.connection_saved',
      before: { defaultRole: 'viewer' },
      after: { defaultRole: 'member', secretReplaced: false },
    });
    const mail = mails.lastTo(company.owner.email);
    expect(mail.subject).toBe(`The sign-in of ${company.id} was changed`);
    expect(mail.text).not.toContain(company.issuer.url);
    await company.issuer.close();
  });

  it('to another issuer starts anew: its sessions end, who was who is forgotten, and the secret of the old one does not go there', async () => {
    const company = await newCompany(mails, dns, NOW);
    const outcome = await company.signIn(address(company.domain));
    const other = { ...company.connection, clientId: 'another', clientSecret: undefined };
    await expect(saveConnection(company.id, other, 'x', NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'clientSecret' }] });
    await removeConnection(company.id, company.owner.email, NOW);
    expect(await principalOf(outcome)).toBeUndefined();
    await expect(beginSso(`x@${company.domain}`, '/welcome', NOW)).rejects.toMatchObject({ status: 422 });
    expect(await asSystem((tx) => tx.ssoIdentity.count({ where: { tenantId: company.id } }))).toBe(0);
    await company.issuer.close();
  });

  it('is refused with the field that is wrong, before anything is stored', async () => {
    const wrong = { ...a.connection, clientSecret: 'a wrong secret' };
    const name = (error: { invalidParams: { name: string }[] }) => error.invalidParams[0]?.name;
    expect(await saveConnection(a.id, wrong, 'x', NOW).catch(name)).toBe('clientSecret');
    expect(await saveConnection(a.id, { ...wrong, issuer: 'http://127.0.0.1:1' }, 'x', NOW).catch(name)).toBe('issuer');
    expect('secret' in (await a.signIn(address(a.domain)))).toBe(true);
  });

  it('keeps the secret encrypted, and no answer has it', async () => {
    const stored = JSON.stringify(await asSystem((tx) => tx.credential.findMany({ where: { tenantId: a.id } })));
    expect(stored).not.toContain(a.connection.clientSecret);
    expect(JSON.stringify(await getConnection(a.id))).not.toContain(a.connection.clientSecret);
  });

  it('that gives a domain up ends the sessions of its addresses', async () => {
    const company = await newCompany(mails, dns, NOW);
    const outcome = await company.signIn(address(company.domain));
    expect(await principalOf(outcome)).toBeDefined();
    await removeDomain(company.id, company.domainId, company.owner.email, NOW);
    expect(await principalOf(outcome)).toBeUndefined();
    await company.issuer.close();
  });
});

it('a person who belongs to no client with single sign-on is not affected', async () => {
  const person = await newPerson(mails, NOW);
  await assertSomeClient(person.userId, ['password']);
  expect((await (await newSession(person.userId, NOW)).principal(NOW))?.tenant?.id).toBe(person.clientId);
});
