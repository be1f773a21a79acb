import { asSystem } from '#lib/platform/database/index.ts';

/** The provider's overview: clients by status and plan, open invoices, provisioning failures. Money in cents. */
export async function providerOverview() {
  return asSystem(async (tx) => {
    const [byStatus, byPlan, openInvoices, failing] = [
      await tx.tenant.groupBy({ by: ['status'], _count: true }),
      await tx.tenant.groupBy({ by: ['plan'], _count: true, where: { status: { not: 'closed' } } }),
      await tx.invoice.aggregate({ where: { status: 'open' }, _count: true, _sum: { dueCents: true, paidCents: true } }),
      await tx.provisioningStep.findMany({ where: { status: 'failing' }, orderBy: { tenantId: 'asc' } }),
    ];
    return {
      byStatus: byStatus.map((row) => ({ status: row.status, clients: row._count })),
      byPlan: byPlan.map((row) => ({ plan: row.plan, clients: row._count })),
      openInvoices: { count: openInvoices._count, cents: (openInvoices._sum.dueCents ?? 0) - (openInvoices._sum.paidCents ?? 0) },
      failing: failing.map(({ tenantId, name, error, attempts }) => ({ tenantId, step: name, error: error ?? '', attempts })),
    };
  });
}
