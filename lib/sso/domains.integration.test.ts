import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { captureMails, newPerson } from '#lib/auth/testing/people.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type DnsServer, startDnsServer } from '#simulators/dns/index.ts';
import { claimDomain, listDomains, recheckDomains, recordOf, verifyDomain } from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let dns: DnsServer;

beforeAll(async () => {
  db = await freshDatabase();
  dns = await startDnsServer();
  mails = captureMails({ DNS_SERVERS: dns.address });
});
afterAll(async () => {
  await dns.close();
  await db.drop();
});

const newDomain = () => `${randomUUID().slice(0, 12)}.example`;
async function newClaim(domain = newDomain()) {
  const owner = await newPerson(mails, NOW);
  const claim = await claimDomain(owner.clientId, domain, owner.email, NOW);
  const { name, value } = recordOf(claim);
  const verify = (now = NOW) => verifyDomain(owner.clientId, claim.id, owner.email, now);
  const isVerified = async () => (await listDomains(owner.clientId)).some((row) => row.domain === domain && row.verifiedAt !== null);
  return { id: owner.clientId, owner: owner.email, domain, name, value, verify, isVerified };
}

describe('a mail domain', () => {
  it.each(['', 'example', 'localhost', '10.0.0.1', 'a b.example', 'example..com', '-a.example', `${'a'.repeat(64)}.example`])(
    'is refused when it is none: %j',
    async (text) => {
      const { id } = await newClaim();
      await expect(claimDomain(id, text, 'x', NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'domain' }] });
    },
  );

  it('is taken in any spelling, and claimed once', async () => {
    const { id, domain } = await newClaim();
    expect((await claimDomain(id, ` @${domain.toUpperCase()}`, 'x', NOW)).domain).toBe(domain);
    expect((await claimDomain(id, 'bücher.example', 'x', NOW)).domain).toBe('xn--bcher-kva.example');
    expect(await listDomains(id)).toHaveLength(2);
  });

  it('counts once its TXT record is there, which is recorded and told to the owners', async () => {
    const claim = await newClaim();
    await expect(claim.verify()).rejects.toMatchObject({ invalidParams: [{ name: 'domain' }] });
    dns.set(claim.name, ['something else', claim.value]);
    await claim.verify();
    expect(await claim.isVerified()).toBe(true);
    expect((await listAudit(claim.id, 1))[0]).toMatchObject({ action: 'sso.domain_verified', target: claim.domain });
    expect(mails.lastTo(claim.owner).text).toContain(`verified the mail domain ${claim.domain}`);
  });

  it('cannot be blocked by whoever claims it first: claims without a record do not count, and end after seven days', async () => {
    const squatter = await newClaim();
    const real = await newClaim(squatter.domain);
    dns.set(real.name, [real.value]);
    await real.verify();
    expect([await squatter.isVerified(), await real.isVerified()]).toEqual([false, true]);
    await recheckDomains(NOW + 8 * DAY);
    expect(await listDomains(squatter.id)).toEqual([]);
  });

  it('belongs to one client at most: while its record is there nobody else gets it, also two at once', async () => {
    const first = await newClaim();
    const second = await newClaim(first.domain);
    dns.set(first.name, [first.value, second.value]);
    const answers = await Promise.allSettled([first.verify(), second.verify()]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = (await first.isVerified()) ? second : first;
    await expect(loser.verify()).rejects.toMatchObject({ code: 'domain_in_use' });
  });

  it('goes to whoever controls its zone: the client that can prove it no more loses it', async () => {
    const seller = await newClaim();
    dns.set(seller.name, [seller.value]);
    await seller.verify();
    const buyer = await newClaim(seller.domain);
    dns.set(buyer.name, [buyer.value]);
    await buyer.verify();
    expect([await seller.isVerified(), await buyer.isVerified()]).toEqual([false, true]);
    expect((await listAudit(seller.id, 1))[0]).toMatchObject({ action: 'sso.domain_lost' });
  });

  it('of another client cannot be checked: the answer is that of a missing one', async () => {
    const [mine, other] = [await newClaim(), await newClaim()];
    const { id = '' } = (await listDomains(other.id))[0] ?? {};
    await expect(verifyDomain(mine.id, id, 'x', NOW)).rejects.toMatchObject({ status: 404 });
  });
});

describe('the record of a verified domain', () => {
  it('is looked for again: when it stays away for three days the domain is lost, and the owners are told at the beginning and the end', async () => {
    const claim = await newClaim();
    dns.set(claim.name, [claim.value]);
    await claim.verify();
    dns.set(claim.name, []);
    await recheckDomains(NOW + DAY);
    expect(await claim.isVerified()).toBe(true);
    expect(mails.lastTo(claim.owner).text).toContain('is missing');
    await recheckDomains(NOW + 2 * DAY);
    expect(await claim.isVerified()).toBe(true);
    await recheckDomains(NOW + 4 * DAY);
    expect(await claim.isVerified()).toBe(false);
    expect(mails.lastTo(claim.owner).text).toContain('has ended');
  });

  it('that is back in time changes nothing, and name servers that fail say nothing', async () => {
    const claim = await newClaim();
    dns.set(claim.name, [claim.value]);
    await claim.verify();
    dns.set(claim.name, []);
    await recheckDomains(NOW + DAY);
    dns.fail(true);
    await recheckDomains(NOW + 9 * DAY);
    await expect(claim.verify()).rejects.toMatchObject({ code: 'dns_unavailable' });
    dns.fail(false);
    dns.set(claim.name, [claim.value]);
    await recheckDomains(NOW + 10 * DAY);
    expect((await listDomains(claim.id))[0]).toMatchObject({ missingSince: null });
  });
});
