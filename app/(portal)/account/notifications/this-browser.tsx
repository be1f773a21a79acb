'use client';

import { useState } from 'react';
import type { PATCH as ChangeSubscription, DELETE as RemoveSubscription } from '#app/api/v1/me/push-subscriptions/[id]/route.ts';
import type { POST as TestSubscription } from '#app/api/v1/me/push-subscriptions/[id]/test/route.ts';
import type { POST as AddSubscription, GET as ListSubscriptions } from '#app/api/v1/me/push-subscriptions/route.ts';
import { useAction } from '#components/api.ts';
import { deviceOf } from '#components/device.ts';
import { SEVERITY } from '#components/incidents/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { SEVERITIES, type Severity } from '#lib/incidents/severity.ts';
import type { Support } from './browser-support.ts';
import { SubscribeError, subscribe } from './subscription.ts';
import type { ThisBrowserState } from './use-this-browser.ts';

type Subscription = AnswerOf<typeof ListSubscriptions>['items'][number];

const PATH = '/api/v1/me/push-subscriptions';
/** Minor incidents wake nobody unless they are chosen. */
const FIRST_CHOICE: Severity[] = ['critical', 'major'];

/** What is in the way of notifications in this browser, and the way out. */
const OBSTACLES: Record<Exclude<Support, 'supported'>, { title: string; text: string }> = {
  blocked: {
    title: 'This browser blocks notifications of KG RCA',
    text: 'Open the settings of this site, by the icon to the left of its address, and allow notifications. An app on the home screen has the switch in the settings of the device, under Notifications. Then come back to this page.',
  },
  'home-screen': {
    title: 'Put KG RCA on the home screen first',
    text: 'On an iPhone or iPad only apps on the home screen get notifications. Choose Share, then Add to Home Screen, open KG RCA from there, and come back to this page.',
  },
  insecure: {
    title: 'Notifications need HTTPS',
    text: 'This installation was opened over plain HTTP, for which browsers allow no notifications. Its provider has to serve it over HTTPS.',
  },
  unsupported: {
    title: 'This browser cannot get push notifications',
    text: 'Use a current version of Chrome, Edge, Firefox or Safari, and no private window.',
  },
};

/** Switches notifications in this browser on and off, chooses severities, and tries it out. */
export function ThisBrowser({ browser, publicKey, own }: { browser: ThisBrowserState; publicKey: string; own: Subscription | undefined }) {
  const { support } = browser;
  if (support === undefined)
    return (
      <Section title="This browser">
        <Skeleton className="h-36" />
      </Section>
    );
  if (support !== 'supported')
    return (
      <Section title="This browser">
        <Notice tone="warn" title={OBSTACLES[support].title}>
          {OBSTACLES[support].text}
        </Notice>
      </Section>
    );
  return <Choice browser={browser} publicKey={publicKey} own={own} />;
}

function Choice({ browser, publicKey, own }: { browser: ThisBrowserState; publicKey: string; own: Subscription | undefined }) {
  // What was chosen and is not stored yet.
  const [chosen, setChosen] = useState<Severity[]>();
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const add = useAction<typeof AddSubscription, object>('POST', PATH, (body) => body);
  const change = useAction<typeof ChangeSubscription, Severity[]>('PATCH', `${PATH}/${own?.id}`, (severities) => ({ severities }));
  const remove = useAction<typeof RemoveSubscription>('DELETE', `${PATH}/${own?.id}`);
  // Shown here, because a browser that the push service no longer knows is off after the test.
  const test = useAction<typeof TestSubscription>('POST', `${PATH}/${own?.id}/test`);
  const severities = chosen ?? own?.severities ?? FIRST_CHOICE;

  async function switchOn(): Promise<void> {
    const { endpoint, keys } = await subscribe(publicKey);
    await add.mutateAsync({ endpoint, keys, name: deviceOf(navigator.userAgent), severities });
    setChosen(undefined);
  }
  async function toggle(isOn: boolean): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    for (const action of [add, change, remove, test]) action.reset();
    try {
      // The browser keeps its subscription: other clients of the person may send to it.
      await (isOn ? switchOn() : remove.mutateAsync());
    } catch (error) {
      // Errors of the API are shown by the actions themselves.
      if (error instanceof SubscribeError) setFailure(error.message);
    }
    await browser.refresh();
    setBusy(false);
  }
  function choose(severity: Severity, isChosen: boolean): void {
    const next = SEVERITIES.filter((one) => (one === severity ? isChosen : severities.includes(one)));
    setChosen(next);
    if (own) change.mutate(next, { onSettled: () => setChosen(undefined) });
  }

  const error = failure ?? add.error?.message ?? change.error?.message ?? remove.error?.message ?? test.error?.message;
  return (
    <Section title="This browser">
      <div className="flex flex-col gap-4">
        <Switch label="Notify me of incidents in this browser" on={own !== undefined} busy={isBusy} onChange={toggle}>
          When an incident opens, opens again or is resolved. It ends when you leave the client, not when you sign out.
        </Switch>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Severity</legend>
          <div className="flex flex-wrap gap-x-6 gap-y-2">
            {SEVERITIES.map((severity) => (
              <label key={severity} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={severities.includes(severity)}
                  onChange={(event) => choose(severity, event.target.checked)}
                  className="accent-accent"
                />
                {SEVERITY[severity].word}
              </label>
            ))}
          </div>
        </fieldset>
        {error && <Notice tone="bad">{error}</Notice>}
        {own?.failingSince && (
          <Notice tone="warn">The push service has taken no message for a while. Messages are tried again for three days.</Notice>
        )}
        {own && (
          <Button onClick={() => test.mutate()} busy={test.isPending} className="self-start">
            Send a test notification
          </Button>
        )}
        {test.data && <TestResult {...test.data} isOver={own === undefined} />}
      </div>
    </Section>
  );
}

function TestResult({ ok, answer, isOver }: { ok: boolean; answer: string; isOver: boolean }) {
  if (ok)
    return (
      <Notice tone="good">
        The push service took the notification. If it does not appear, look whether the device shows notifications of this browser, and
        whether a focus mode is on.
      </Notice>
    );
  return (
    <Notice tone="bad" title="The push service did not take the notification">
      {answer} {isOver && 'It no longer knows this browser. Switch notifications on again.'}
    </Notice>
  );
}
