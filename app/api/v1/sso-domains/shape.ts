import { z } from 'zod';
import { type listDomains, recordOf } from '#lib/sso/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';

/** A mail domain as the API shows it, with the DNS record that proves it. */
export const domainShape = z.object({
  id: uuid,
  domain: z.string(),
  recordName: z.string(),
  recordValue: z.string(),
  createdAt: time,
  verifiedAt: maybeTime,
  /** Since when the record of a verified domain has been missing. */
  missingSince: maybeTime,
});

type Domain = Awaited<ReturnType<typeof listDomains>>[number];

export function shownDomain(row: Domain): z.input<typeof domainShape> {
  const { name, value } = recordOf(row);
  return {
    ...{ id: row.id, domain: row.domain, recordName: name, recordValue: value, createdAt: row.createdAt.getTime() },
    verifiedAt: row.verifiedAt?.getTime() ?? null,
    missingSince: row.missingSince?.getTime() ?? null,
  };
}
