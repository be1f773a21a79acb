import { z } from 'zod';
import { packageFileName } from '#lib/agent-package/index.ts';
import { route } from '#lib/api/index.ts';
import { audit } from '#lib/audit/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { packageFor, provisioningParts, provisioningSteps } from '#lib/provisioning/index.ts';
import { notProvisioned } from '#lib/tenants/index.ts';
import { cluster } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'downloadAgentPackage',
    method: 'GET',
    path: '/api/v1/agent-package',
    summary: "Download the agent package as a zip file: Helm chart, values with the agent's key, install.sh, README.",
    tag: 'Agent',
    access: 'tenant',
    scope: 'write',
    role: 'admin',
    stepUp: true,
    metered: false,
    query: z.object({ cluster: cluster.default('my-cluster') }),
    problems: [409],
    response: { binary: 'application/zip' },
  },
  async ({ tenant, query, principal }) => {
    const steps = await provisioningSteps(tenant.id);
    if (!steps.every((step) => step.status === 'done')) throw notProvisioned();
    const zip = await packageFor(provisioningParts.use(), tenant.id, query.cluster);
    await inTenant(tenant.id, (tx) =>
      audit(tx, { tenantId: tenant.id, actor: principal.name, action: 'agent_package.downloaded', target: query.cluster }),
    );
    return new Response(new Uint8Array(zip), {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="${packageFileName(tenant.id)}"`,
        'Cache-Control': 'no-store',
      },
    });
  },
);
