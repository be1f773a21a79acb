'use client';

import {
  Activity,
  Archive,
  BookOpen,
  Building2,
  Cable,
  ChartColumn,
  CreditCard,
  FileClock,
  FlaskConical,
  Gauge,
  GitCompareArrows,
  HeartPulse,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListChecks,
  LogIn,
  LogOut,
  MailX,
  Megaphone,
  Menu,
  Network,
  PackageOpen,
  Server,
  ShieldAlert,
  Siren,
  TableProperties,
  ToggleRight,
  Trash2,
  Users,
  X,
} from 'lucide-react';
import type { Route } from 'next';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import type { PUT as SwitchClient } from '#app/api/v1/me/client/route.ts';
import type { DELETE as LeaveClient } from '#app/api/v1/me/impersonation/route.ts';
import type { FeatureName } from '#lib/features/features.ts';
import { useAction } from '../api.ts';
import { Brand } from '../brand.tsx';
import { useHydrated } from '../hydrated.tsx';
import { CommandPalette } from '../search/palette.tsx';
import { StepUp } from '../step-up.tsx';
import { TestModeText } from '../test-mode.tsx';
import { Button } from '../ui/button.tsx';
import { timeText } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Select } from '../ui/select.tsx';
import { Notice } from '../ui/state.tsx';
import { LimitNotices } from './limit-notices.tsx';
import { type Me, useFirstMe, useMe } from './session.ts';
import { ThemeSwitch } from './theme-switch.tsx';

interface NavItem {
  href: Route;
  label: string;
  Icon: typeof Activity;
  /** The feature without which there is no such page. */
  feature?: FeatureName;
}

const CLIENT_ITEMS: NavItem[] = [
  { href: '/dashboard', label: 'Dashboard', Icon: LayoutDashboard },
  { href: '/incidents', label: 'Incidents', Icon: Siren },
  { href: '/risks', label: 'Risks', Icon: ShieldAlert },
  { href: '/topology', label: 'Topology', Icon: Network },
  { href: '/changes', label: 'Changes', Icon: GitCompareArrows },
  { href: '/queries', label: 'Queries', Icon: TableProperties, feature: 'queries' },
  { href: '/clusters', label: 'Clusters', Icon: Server },
  { href: '/agent', label: 'Agent package', Icon: PackageOpen },
  { href: '/integrations' as Route, label: 'Integrations', Icon: Cable },
  { href: '/usage', label: 'Usage', Icon: Gauge },
  { href: '/billing', label: 'Billing', Icon: CreditCard },
  { href: '/api-keys', label: 'API keys', Icon: KeyRound },
  { href: '/team', label: 'Team', Icon: Users },
  { href: '/single-sign-on', label: 'Single sign-on', Icon: LogIn },
  { href: '/audit', label: 'Audit log', Icon: FileClock },
  { href: '/your-data', label: 'Your data', Icon: Archive },
  { href: '/docs', label: 'Docs', Icon: BookOpen },
];
const STAFF_ITEMS: NavItem[] = [
  { href: '/admin', label: 'Overview', Icon: Activity },
  { href: '/admin/clients', label: 'Clients', Icon: Building2 },
  { href: '/admin/plans', label: 'Plans', Icon: Layers },
  { href: '/admin/revenue', label: 'Revenue', Icon: ChartColumn },
  { href: '/admin/payments', label: 'Payments', Icon: CreditCard },
  { href: '/admin/health' as Route, label: 'System health', Icon: HeartPulse },
  { href: '/admin/jobs' as Route, label: 'Jobs', Icon: ListChecks },
  { href: '/admin/announcements' as Route, label: 'Announcements', Icon: Megaphone },
  { href: '/admin/features' as Route, label: 'Features', Icon: ToggleRight },
  { href: '/admin/dead-letters', label: 'Dead letters', Icon: MailX },
  { href: '/admin/deletions', label: 'Deletions', Icon: Trash2 },
  { href: '/admin/staff-tokens', label: 'Staff tokens', Icon: KeyRound },
  { href: '/admin/audit', label: 'Audit log', Icon: FileClock },
];

/** Only where Stripe is simulated. */
const SIMULATION_ITEM: NavItem = { href: '/admin/stripe-simulation', label: 'Simulated Stripe', Icon: FlaskConical };

const isThere =
  (missing: readonly FeatureName[]) =>
  ({ feature }: NavItem) =>
    feature === undefined || !missing.includes(feature);

/** The frame of every page behind the sign-in: navigation on the left, or in a menu on phones, and global notices. */
export function Shell({ me: first, children }: { me: Me; children: ReactNode }) {
  useFirstMe(first);
  const session = useMe();
  const me = session.data;
  const pathname = usePathname();
  // A session that ended while its page is open: sign in, and come back.
  useEffect(() => {
    if (session.error?.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, [session.error]);
  useEffect(() => {
    if ((me?.lacksSecondFactor || me?.needsSso) && pathname !== '/account') location.assign('/account');
  }, [me, pathname]);
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes
  useEffect(() => setOpen(false), [pathname]);

  const navigation = (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {me?.client && <NavItems items={CLIENT_ITEMS.filter(isThere(me.client.missingFeatures))} pathname={pathname} />}
      {me?.isStaff && (
        <div>
          <p className="mb-1 px-2 text-xs font-medium text-ink-2">Provider</p>
          <NavItems items={me.installation.paymentsSimulated ? [...STAFF_ITEMS, SIMULATION_ITEM] : STAFF_ITEMS} pathname={pathname} />
        </div>
      )}
    </nav>
  );

  return (
    <div className="min-h-screen lg:grid lg:grid-cols-[14rem_1fr]">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2">
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center justify-between border-b bg-surface px-4 lg:hidden">
        <Brand />
        <button
          type="button"
          aria-expanded={open}
          aria-label={open ? 'Close menu' : 'Open menu'}
          onClick={() => setOpen(!open)}
          className="p-2"
        >
          {open ? <X aria-hidden className="size-5" /> : <Menu aria-hidden className="size-5" />}
        </button>
      </header>
      <aside
        aria-label="Navigation"
        className={`${open ? 'flex' : 'hidden'} fixed inset-x-0 top-12 bottom-0 z-20 flex-col gap-4 overflow-y-auto border-r bg-surface p-3 lg:sticky lg:top-0 lg:flex lg:h-screen`}
      >
        <div className="hidden px-2 pt-1 lg:block">
          <Brand />
        </div>
        {me?.client && <CommandPalette />}
        {navigation}
        <div className="mt-auto border-t pt-3">
          {me && me.clients.length > 1 ? (
            <ClientSwitch current={me.client?.id ?? ''} clients={me.clients} />
          ) : (
            <p className="truncate px-2 font-medium">{me?.client?.name ?? (me?.isStaff ? 'Provider' : '')}</p>
          )}
          {me?.isPerson ? (
            <Link
              href="/account"
              className="block truncate rounded-md px-2 py-1 text-sm text-ink-2 hover:bg-sunken hover:text-ink"
              title="Your account"
            >
              {me.name}
            </Link>
          ) : (
            <p className="truncate px-2 text-sm text-ink-2">{me?.name}</p>
          )}
          <div className="mt-2 flex items-center justify-between">
            <button
              type="button"
              onClick={() => import('next-auth/react').then(({ signOut }) => signOut({ callbackUrl: '/login' }))}
              className="flex items-center gap-2 rounded-md px-2 py-1 text-sm text-ink-2 hover:bg-sunken hover:text-ink"
            >
              <LogOut aria-hidden className="size-4" />
              Sign out
            </button>
            <ThemeSwitch />
          </div>
        </div>
      </aside>
      <div className="min-w-0">
        <InstallationNotices />
        <StepUp />
        <main id="main" className="mx-auto max-w-6xl px-4 py-6">
          {children}
        </main>
      </div>
    </div>
  );
}

/** Tells a member of the staff that they look at a client's account, and ends that. */
function VisitNotice({ client, reason }: { client: string; reason: string }) {
  const leave = useAction<typeof LeaveClient>('DELETE', '/api/v1/me/impersonation');
  return (
    <p className="flex flex-wrap items-center gap-3 border-b bg-bad-soft px-4 py-1.5 text-sm text-bad">
      <span>
        <strong>You see {client} as its members do.</strong> Reason: {reason}
      </span>
      <Button small busy={leave.isPending} onClick={() => leave.mutate(undefined, { onSuccess: () => location.assign('/admin/clients') })}>
        End visit
      </Button>
    </p>
  );
}

/** Switches to another client of the person; every page then shows that client. */
function ClientSwitch({ current, clients }: { current: string; clients: { id: string; name: string }[] }) {
  const switchTo = useAction<typeof SwitchClient, string>('PUT', '/api/v1/me/client', (clientId) => ({ clientId }));
  return (
    <Select
      label="Client"
      value={current}
      disabled={switchTo.isPending}
      error={switchTo.error?.message}
      onChange={(event) => switchTo.mutate(event.target.value, { onSuccess: () => location.assign('/welcome') })}
    >
      {clients.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function NavItems({ items, pathname }: { items: NavItem[]; pathname: string }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map(({ href, label, Icon }) => {
        const isCurrent = pathname === href || (href !== '/admin' && pathname.startsWith(`${href}/`));
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className={`flex items-center gap-2 rounded-md px-2 py-1.5 ${isCurrent ? 'bg-accent-soft font-medium text-accent' : 'text-ink hover:bg-sunken'}`}
            >
              <Icon aria-hidden className="size-4" />
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** Notices about the whole installation or account: simulated payments, a missing mail server, a suspension. */
function InstallationNotices() {
  const pathname = usePathname();
  const isHydrated = useHydrated();
  const me = useMe().data;
  if (!me) return null;
  const { installation, client } = me;
  return (
    <aside aria-label="Notices">
      {(installation.paymentsSimulated || installation.outbox) && (
        <p className="border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
          <TestModeText isStripeSimulated={installation.paymentsSimulated} hasOutbox={installation.outbox} />
        </p>
      )}
      {installation.announcements.map(({ id, title, body, tone }) => (
        <div key={id} className="px-4 pt-4">
          <Notice tone={tone} title={title}>
            {body}
          </Notice>
        </div>
      ))}
      {me.needsSso && (
        <div className="px-4 pt-4">
          <Notice tone="warn" title={`${me.needsSso} requires single sign-on`}>
            Sign out, enter your email address on the sign-in page, and choose “Continue with single sign-on”. Owners can also sign in with
            a second factor of their own.
          </Notice>
        </div>
      )}
      {me.impersonation && <VisitNotice client={client?.name ?? ''} reason={me.impersonation.reason} />}
      {client && client.deletionDueAt !== null && pathname !== '/your-data' && (
        <div className="px-4 pt-4">
          <Notice
            tone="warn"
            title={`This account will be deleted from ${timeText(client.deletionDueAt, isHydrated, { dateStyle: 'full', timeStyle: 'short' })}`}
            action={
              <Link href="/your-data" className="link">
                Go to Your data
              </Link>
            }
          >
            New data is refused. An owner can take the request back until then.
          </Notice>
        </div>
      )}
      {client?.status === 'suspended' && client.deletionDueAt === null && (
        <div className="px-4 pt-4">
          <Notice
            tone="bad"
            title="This account is suspended"
            action={
              client.suspendedFor === 'payment' && (
                <Link href="/billing" className="link">
                  Go to billing
                </Link>
              )
            }
          >
            {client.suspendedFor === 'payment'
              ? 'Your data is kept, but new data is refused until the open invoice is paid.'
              : 'The provider has suspended it: your data is kept, but new data is refused. Please contact support.'}
          </Notice>
        </div>
      )}
      {client && client.status === 'active' && <LimitNotices clientId={client.id} />}
      {me.isStaff && installation.mailOff && (
        <div className="px-4 pt-4">
          <Notice tone="warn" title="Mail is not configured">
            Set SMTP_URL. Without it, nobody can confirm an email address or reset a password.
          </Notice>
        </div>
      )}
    </aside>
  );
}
