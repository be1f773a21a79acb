'use client';

import type { Route } from 'next';
import type { GET as GetProfile } from '#app/api/v1/me/profile/route.ts';
import type { GET as GetSecurity } from '#app/api/v1/me/security/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { PasswordForm } from './password-form.tsx';
import { AddressForm, ProfileForm } from './profile.tsx';
import { SecondFactors } from './second-factors.tsx';
import { Sessions } from './sessions.tsx';

/** What a person can change about their own account: profile, password, second factors and sessions. */
export function AccountView() {
  const me = useMe();
  const profile = useApi<typeof GetProfile>('/api/v1/me/profile');
  const security = useApi<typeof GetSecurity>('/api/v1/me/security');
  return (
    <>
      <PageHead title="Your account">{profile.data?.email}</PageHead>
      {me.data?.lacksSecondFactor && (
        <div className="mb-6">
          <Notice
            tone="warn"
            title={`${me.data.isStaff ? 'The provider' : (me.data.client?.name ?? 'Your client')} requires a second factor`}
          >
            Add an authenticator app or a passkey below to go on.
          </Notice>
        </div>
      )}
      <Loaded query={profile} skeleton={<Skeleton className="h-64" />}>
        {(data) => (
          <>
            <Section title="Profile">
              <ProfileForm profile={data} />
            </Section>
            <Section title="Email address">
              <AddressForm email={data.email} />
            </Section>
            <Section title="Password">
              <PasswordForm email={data.email} hasPassword={data.hasPassword} />
            </Section>
            <Loaded query={security} skeleton={<Skeleton className="h-64" />}>
              {(factors) => (
                <>
                  <SecondFactors security={factors} />
                  {me.data?.client && <PushNotifications />}
                  <Sessions />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </>
  );
}

function PushNotifications() {
  return (
    <Section
      title="Push notifications"
      action={
        <Link href={'/account/notifications' as Route} className={buttonClass('secondary', true)}>
          Set up
        </Link>
      }
    >
      <p className="text-ink-2">Hear of incidents on your phone or desktop, also while the portal is closed.</p>
    </Section>
  );
}
