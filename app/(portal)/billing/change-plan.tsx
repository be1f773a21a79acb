'use client';

import { useState } from 'react';
import type { POST as PreviewChange } from '#app/api/v1/billing/plan-changes/previews/route.ts';
import type { POST as ChangePlanRoute } from '#app/api/v1/billing/plan-changes/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { dollars, utcDate } from '#components/ui/format.ts';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { type Offers, PLANS } from '#lib/plans/index.ts';

const CHOICES = ['free', 'basic', 'pro'] as const;
type Choice = (typeof CHOICES)[number];
type Preview = AnswerOf<typeof PreviewChange>;

/** Chooses another plan, shows what that costs to the cent, and makes the change. */
export function ChangePlanButton({ plan, plans }: { plan: string; plans: Offers }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small look="primary" onClick={() => setOpen(true)}>
        Change plan
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Change plan">
        <ChangePlan plan={plan} plans={plans} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ChangePlan({ plan, plans, onClose }: { plan: string; plans: Offers; onClose: () => void }) {
  // The preview would tell the choice too, but only after the click has been handled, and the radio button would flicker.
  const [choice, setChoice] = useState<Choice>();
  const preview = useAction<typeof PreviewChange, Choice>('POST', '/api/v1/billing/plan-changes/previews', (chosen) => ({ plan: chosen }));
  const change = useAction<typeof ChangePlanRoute, Preview>(
    'POST',
    '/api/v1/billing/plan-changes',
    ({ plan: chosen, prorationDate, dueNowCents }) => ({ plan: chosen, prorationDate, dueNowCents }),
  );
  function choose(chosen: Choice) {
    setChoice(chosen);
    change.reset();
    preview.mutate(chosen);
  }
  const shown = preview.data;
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Plan</legend>
        {CHOICES.map((name) => (
          <label
            key={name}
            className={`flex items-center gap-3 rounded-md border p-3 ${choice === name ? 'border-accent' : ''} ${name === plan ? 'text-ink-2' : 'cursor-pointer'}`}
          >
            <input
              type="radio"
              name="plan"
              value={name}
              className="accent-accent"
              disabled={name === plan || change.isPending}
              checked={choice === name}
              onChange={() => choose(name)}
            />
            <span className="flex-1 font-medium">{PLANS[name].name}</span>
            <span>{name === plan ? 'Your plan' : `${dollars(plans[name].monthlyCents ?? 0)} per month`}</span>
          </label>
        ))}
      </fieldset>
      {preview.isPending && (
        <div role="status" aria-label="Computing the price">
          <Skeleton className="h-24" />
        </div>
      )}
      {preview.error && <Notice tone="bad">{preview.error.message}</Notice>}
      {shown && !preview.isPending && !preview.error && <Effect change={shown} />}
      {change.error && (
        <Notice
          tone="bad"
          action={
            change.error.code === 'preview_expired' && shown ? (
              <Button small onClick={() => choose(shown.plan as Choice)}>
                Show the new preview
              </Button>
            ) : undefined
          }
        >
          {change.error.message}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={!shown || preview.isPending || preview.error !== null}
          busy={change.isPending}
          onClick={() => shown && change.mutate(shown, { onSuccess: onClose })}
        >
          {shown?.kind === 'upgrade' ? `Upgrade and pay ${dollars(shown.dueNowCents)}` : 'Change plan'}
        </Button>
      </div>
    </div>
  );
}

/** What a change does: when it takes effect, what is paid now and what each month, and what no longer fits. */
function Effect({ change }: { change: Preview }) {
  const { name } = PLANS[change.plan];
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      {change.kind === 'upgrade' ? (
        <>
          <p>
            {name} takes effect at once. For the rest of this month you pay the difference now, and {dollars(change.monthlyCents)} for each
            month after that.
          </p>
          <table className="w-full text-sm">
            <tbody className="divide-y">
              {change.lines.map(({ description, cents }) => (
                <tr key={description}>
                  <td className="py-1.5 pr-3">{description}</td>
                  <td className="py-1.5 text-right whitespace-nowrap">{dollars(cents)}</td>
                </tr>
              ))}
              <tr className="font-semibold">
                <td className="py-1.5">Due now</td>
                <td className="py-1.5 text-right">{dollars(change.dueNowCents)}</td>
              </tr>
            </tbody>
          </table>
        </>
      ) : (
        <p>
          {name} takes effect on {utcDate(change.effectiveAt)}, at the end of the period that is paid for. Until then nothing changes, and
          you can take it back. {change.plan === 'free' ? 'From then on nothing is charged, and usage above the limits is refused.' : ''}
        </p>
      )}
      {change.exceeds.length > 0 && (
        <Notice tone="warn" title="What the new plan does not cover">
          <ul className="list-disc pl-4">
            {change.exceeds.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
