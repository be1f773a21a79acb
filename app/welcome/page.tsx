import { redirect } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { billingOf } from '#lib/billing/index.ts';
import { getTenant } from '#lib/tenants/index.ts';

export const dynamic = 'force-dynamic';

/** Sends whoever signed in to the next thing to do. */
export default async function WelcomePage() {
  const principal = await currentPrincipal();
  if (!principal) redirect('/login');
  if (!principal.tenant) redirect(principal.isStaff ? '/admin' : '/login');
  const { id, plan, status } = principal.tenant;
  if (status === 'onboarding' && (plan === 'basic' || plan === 'pro') && !(await billingOf(id)).subscription) redirect('/checkout');
  redirect((await getTenant(id)).firstDataAt ? '/dashboard' : '/onboarding');
}
