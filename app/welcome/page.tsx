import { redirect } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { awaitsPayment } from '#lib/billing/index.ts';
import { getTenant } from '#lib/tenants/index.ts';

export const dynamic = 'force-dynamic';

/** Redirects people who have just signed in to what they have to do next. */
export default async function WelcomePage() {
  const principal = await currentPrincipal();
  if (!principal) redirect('/login');
  if (!principal.tenant) redirect(principal.isStaff ? '/admin' : '/account');
  if (await awaitsPayment(principal.tenant)) redirect('/checkout');
  redirect((await getTenant(principal.tenant.id)).firstDataAt ? '/dashboard' : '/onboarding');
}
