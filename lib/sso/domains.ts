import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { audit } from '#lib/audit/index.ts';
import { asSystem, inTenant, isUniqueViolation, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { randomToken } from '#lib/platform/secrets.ts';
import { endDomainSessions } from './domain-sessions.ts';
import { tellOwners } from './owners.ts';

const DAY_MS = 86_400_000;
/** How long a claim waits for its record. */
const CLAIM_DAYS = 7;
/** How long the record of a verified domain may be missing before the domain is lost: a mistake in a zone is noticed within days. */
export const MISSING_DAYS = 3;
const MAX_DOMAINS = 20;
const LABEL = 'kg-rca-verification';

/** The record that proves a domain: a TXT record of this name with this value. */
export function recordOf({ domain, token }: { domain: string; token: string }): { name: string; value: string } {
  return { name: `_kg-rca.${domain}`, value: `${LABEL}=${token}` };
}

/** The domain of a mail address, in lower case; undefined for a text that is none. */
export function domainOf(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  return at > 0 ? email.slice(at + 1).toLowerCase() : undefined;
}

/** The domains that a client claims, by name. */
export function listDomains(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.ssoDomain.findMany({ orderBy: { domain: 'asc' } }));
}

/**
 * Claims a domain for a client; it counts once its record is found. Claiming it again changes nothing. Throws a Problem with status
 * 422 that names `domain`. `now` in epoch ms.
 */
export async function claimDomain(tenantId: string, text: string, actor: string, now: number) {
  const domain = domainToASCII(text.trim().replace(/^@/, '').toLowerCase());
  if (!/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain))
    throw invalid('domain', 'Enter the part of your mail addresses after the @, such as example.com.');
  return asSystem(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const existing = await tx.ssoDomain.findUnique({ where: { tenantId_domain: { tenantId, domain } } });
    if (existing) return existing;
    if ((await tx.ssoDomain.count({ where: { tenantId } })) >= MAX_DOMAINS)
      throw invalid('domain', `A client has at most ${MAX_DOMAINS} domains. Remove one first.`);
    await audit(tx, { tenantId, actor, action: 'sso.domain_claimed', target: domain });
    return tx.ssoDomain.create({ data: { tenantId, domain, token: randomToken(32), createdAt: new Date(now) } });
  });
}

/**
 * Looks for the record of a claimed domain. Throws a Problem with status 404 for a domain that is not claimed, 422 that names
 * `domain` when the record is not there, 503 when name servers do not answer, and 409 while another client proves the domain, too.
 */
export async function verifyDomain(tenantId: string, id: string, actor: string, now: number) {
  const claim = await inTenant(tenantId, (tx) => tx.ssoDomain.findUnique({ where: { id } }));
  if (!claim) throw notFound();
  const { name, value } = recordOf(claim);
  const found = await hasRecord(claim);
  if (found === 'unknown')
    throw new Problem(503, 'dns_unavailable', `The name servers of ${claim.domain} did not answer. Try again in a minute.`);
  if (!found)
    throw invalid('domain', `There is no TXT record ${name} with the value ${value} yet. New records can take some minutes to be seen.`);
  await releaseFromOthers(claim, now);
  try {
    return await asSystem(async (tx) => {
      const verified = { verifiedAt: claim.verifiedAt ?? new Date(now), checkedAt: new Date(now), missingSince: null };
      const row = await tx.ssoDomain.update({ where: { id, tenantId }, data: verified });
      if (!claim.verifiedAt) {
        await audit(tx, { tenantId, actor, action: 'sso.domain_verified', target: claim.domain });
        await tellOwners(tx, tenantId, `${actor} verified the mail domain ${claim.domain} for single sign-on`);
      }
      return row;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw heldByOther(claim.domain);
    throw error;
  }
}

/** Gives a domain up. The sessions that single sign-on opened for its addresses end. Throws a Problem with status 404. */
export async function removeDomain(tenantId: string, id: string, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const row = await tx.ssoDomain.findFirst({ where: { id, tenantId } });
    if (!row) throw notFound();
    await tx.ssoDomain.delete({ where: { id } });
    await endDomainSessions(tx, row, now);
    await audit(tx, { tenantId, actor, action: 'sso.domain_removed', target: row.domain });
    if (row.verifiedAt) await tellOwners(tx, tenantId, `${actor} removed the mail domain ${row.domain} from single sign-on`);
  });
}

/** Drops claims that were never proved, and looks again for the records of verified domains. `now` in epoch ms. */
export async function recheckDomains(now: number): Promise<void> {
  await asSystem((tx) => tx.ssoDomain.deleteMany({ where: { verifiedAt: null, createdAt: { lt: new Date(now - CLAIM_DAYS * DAY_MS) } } }));
  const due = await asSystem((tx) =>
    tx.ssoDomain.findMany({ where: { verifiedAt: { not: null }, checkedAt: { lt: new Date(now - DAY_MS / 2) } } }),
  );
  for (const row of due) await recheck(row, now);
}

async function recheck(row: { id: string; tenantId: string; domain: string; token: string; missingSince: Date | null }, now: number) {
  const found = await hasRecord(row);
  // Name servers that are away say nothing about the record.
  if (found === 'unknown') return;
  await asSystem(async (tx) => {
    if (!found && row.missingSince && now - row.missingSince.getTime() >= MISSING_DAYS * DAY_MS) return lose(tx, row, now);
    const missingSince = found ? null : (row.missingSince ?? new Date(now));
    await tx.ssoDomain.updateMany({ where: { id: row.id }, data: { checkedAt: new Date(now), missingSince } });
    if (!found && !row.missingSince) {
      const what = `The TXT record ${recordOf(row).name} is missing. Single sign-on for ${row.domain} ends in ${MISSING_DAYS} days unless it is back`;
      await tellOwners(tx, row.tenantId, what);
    }
  });
}

async function lose(tx: Tx, { id, tenantId, domain }: { id: string; tenantId: string; domain: string }, now: number): Promise<void> {
  await tx.ssoDomain.updateMany({ where: { id }, data: { verifiedAt: null, missingSince: null, createdAt: new Date(now) } });
  await endDomainSessions(tx, { tenantId, domain }, now);
  await audit(tx, { tenantId, actor: 'system', action: 'sso.domain_lost', target: domain });
  await tellOwners(tx, tenantId, `Single sign-on for ${domain} has ended, because its TXT record is gone`);
}

/** Takes a domain from a client that has it verified and can prove it no more: whoever controls the zone now is its owner. */
async function releaseFromOthers({ tenantId, domain }: { tenantId: string; domain: string }, now: number): Promise<void> {
  const holder = await asSystem((tx) =>
    tx.ssoDomain.findFirst({ where: { domain, verifiedAt: { not: null }, tenantId: { not: tenantId } } }),
  );
  if (!holder) return;
  if ((await hasRecord(holder)) !== false) throw heldByOther(domain);
  await asSystem((tx) => lose(tx, holder, now));
}

function heldByOther(domain: string): Problem {
  return new Problem(
    409,
    'domain_in_use',
    `Another client has verified ${domain}, and its TXT record is still there. Remove the other value from the record, then try again.`,
  );
}

/** Whether the record of a claim is there; `unknown` when that cannot be told now. */
async function hasRecord(claim: { domain: string; token: string }): Promise<boolean | 'unknown'> {
  const { name, value } = recordOf(claim);
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const { DNS_SERVERS } = env.use();
  if (DNS_SERVERS) resolver.setServers(DNS_SERVERS.split(',').map((one) => one.trim()));
  try {
    const records = await resolver.resolveTxt(name);
    return records.some((parts) => parts.join('') === value);
  } catch (error) {
    return ['ENOTFOUND', 'ENODATA'].includes((error as { code?: string }).code ?? '') ? false : 'unknown';
  }
}
