import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { verifyDomain } from '#lib/sso/index.ts';
import { uuid } from '../../../schemas.ts';
import { domainShape, shownDomain } from '../../shape.ts';

export const POST = route(
  {
    operationId: 'verifyDomain',
    method: 'POST',
    path: '/api/v1/sso-domains/{id}/verification',
    summary: 'Look for the DNS record of a claimed mail domain.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    problems: [409, 422, 503],
    params: z.object({ id: uuid }),
    response: domainShape,
  },
  async ({ tenant, params, principal, now }) => shownDomain(await verifyDomain(tenant.id, params.id, principal.name, now)),
);
