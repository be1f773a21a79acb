'use client';

import type { DELETE as RemoveSubscription } from '#app/api/v1/me/push-subscriptions/[id]/route.ts';
import type { GET as ListSubscriptions } from '#app/api/v1/me/push-subscriptions/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { ThisBrowser } from './this-browser.tsx';
import { useThisBrowser } from './use-this-browser.ts';

type Subscription = AnswerOf<typeof ListSubscriptions>['items'][number];

/** Where a person is notified of incidents by push messages: in this browser, and in others of theirs. */
export function NotificationsView() {
  const client = useMe().data?.client;
  const subscriptions = useApi<typeof ListSubscriptions>('/api/v1/me/push-subscriptions');
  const browser = useThisBrowser();
  return (
    <>
      <PageHead title="Push notifications" crumbs={[{ href: '/account', label: 'Your account' }]}>
        Hear of incidents{client && ` of ${client.name}`} on your phone or desktop, also while the portal is closed.
      </PageHead>
      {client?.missingFeatures.includes('web-push') && (
        <div className="mb-6">
          <Notice tone="warn" title="Push notifications are switched off for this account">
            Nobody is notified in this way at the moment. Ask the provider to switch them on.
          </Notice>
        </div>
      )}
      <Loaded query={subscriptions} skeleton={<Skeleton className="h-64" />}>
        {({ publicKey, items }) => {
          const own = items.find(({ endpointHash }) => endpointHash === browser.endpointHash);
          const others = items.filter((one) => one !== own);
          return (
            <>
              <ThisBrowser browser={browser} publicKey={publicKey} own={own} />
              {others.length > 0 && <Others subscriptions={others} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Others({ subscriptions }: { subscriptions: Subscription[] }) {
  const remove = useAction<typeof RemoveSubscription, string>('DELETE', (id) => `/api/v1/me/push-subscriptions/${id}`);
  return (
    <Section title="Your other browsers" flush>
      {remove.error && (
        <div className="p-4">
          <Notice tone="bad">{remove.error.message}</Notice>
        </div>
      )}
      <ul className="divide-y">
        {subscriptions.map(({ id, name, severities, createdAt, failingSince }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {name} {failingSince !== null && <Badge tone="warn">Not reached</Badge>}
              </p>
              <p className="text-sm text-ink-2">
                Incidents that are {severities.join(' or ')}, since <When ms={createdAt} />
              </p>
            </div>
            <Button
              small
              onClick={() => remove.mutate(id)}
              busy={remove.isPending && remove.variables === id}
              aria-label={`Remove ${name}`}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
