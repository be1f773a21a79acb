import { route } from '#lib/api/index.ts';
import { claimDomain } from '#lib/sso/index.ts';
import { domainInput } from '../single-sign-on/input.ts';
import { domainShape, shownDomain } from './shape.ts';

export const POST = route(
  {
    operationId: 'claimDomain',
    method: 'POST',
    path: '/api/v1/sso-domains',
    summary: 'Claim a mail domain. The response holds the DNS record that proves it; a claim without the record ends after 7 days.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    body: domainInput,
    response: domainShape,
    status: 201,
  },
  async ({ tenant, body, principal, now }) => shownDomain(await claimDomain(tenant.id, body.domain, principal.name, now)),
);
