import { currentPrincipal } from '#lib/api/server-session.ts';
import { awaitsPayment } from '#lib/billing/index.ts';

/** Whether the client for whom a page is rendered has to pay before its account is set up. */
export async function clientNeedsPayment(): Promise<boolean> {
  const client = (await currentPrincipal())?.tenant;
  return client !== undefined && (await awaitsPayment(client));
}
