import { randomUUID } from 'node:crypto';
import type { MemberRole } from '#lib/auth/index.ts';
import { CALLER, newPerson } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import type { DnsServer } from '#simulators/dns/index.ts';
import { beginSso, claimDomain, finishSso, recordOf, saveConnection, verifyDomain } from '../index.ts';
import { startIssuer } from './issuer.ts';

/** A client with an issuer and a verified domain of its own. `signIn` goes the way of a browser. */
export async function newCompany(mails: { tokenFor(email: string): string }, dns: DnsServer, now: number) {
  const owner = await newPerson(mails, now);
  const id = owner.clientId;
  const domain = `${randomUUID().slice(0, 12)}.example`;
  const issuer = await startIssuer();
  const connection = { issuer: issuer.url, clientId: 'kg-rca', clientSecret: 'the secret of the client', defaultRole: 'viewer' as const };
  await saveConnection(id, connection, owner.email, now);
  const claim = await claimDomain(id, domain, owner.email, now);
  dns.set(recordOf(claim).name, [recordOf(claim).value]);
  await verifyDomain(id, claim.id, owner.email, now);
  const signIn = async (email: string, claims: Record<string, unknown> = {}, lies: Record<string, unknown> = {}) => {
    const { url, attempt } = await beginSso(`anybody@${domain}`, '/incidents', now);
    const answer = await issuer.signIn(url, { sub: `sub of ${email}`, email, email_verified: true, ...claims }, lies);
    return finishSso({ tenantId: id, answer, cookie: attempt }, CALLER, now);
  };
  const roles = async () => {
    const rows = await asSystem((tx) => tx.membership.findMany({ where: { tenantId: id }, include: { user: true } }));
    return Object.fromEntries(rows.map(({ role, user }) => [user.email, role]));
  };
  const join = (userId: string, role: MemberRole) => asSystem((tx) => tx.membership.create({ data: { tenantId: id, userId, role } }));
  return { id, owner, domain, domainId: claim.id, issuer, connection, signIn, roles, join };
}
