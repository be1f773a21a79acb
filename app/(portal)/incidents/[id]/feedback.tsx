'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { POST as AddFeedback } from '#app/api/v1/incidents/[id]/feedback/route.ts';
import { useAction } from '#components/api.ts';
import { type Incident, objectText } from '#components/incidents/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { WhenSeen } from '#components/ui/when-seen.tsx';
import { causeTitle } from '#lib/rca/cause-titles.ts';

// Loaded when somebody corrects a cause.
const Correction = dynamic(() => import('./correction.tsx').then((module) => module.Correction), {
  loading: FormSkeleton,
});
function FormSkeleton() {
  return <Skeleton className="h-40" />;
}

/** Lets people confirm the first cause or name the right one, and shows the feedback given so far. */
export function Feedback({ incident }: { incident: Incident }) {
  const hasFeedback = incident.feedback.length > 0;
  const [mode, setMode] = useState<'given' | 'ask' | 'correct'>('ask');
  const [isChanging, setChanging] = useState(false);
  const confirm = useAction<typeof AddFeedback>('POST', `/api/v1/incidents/${incident.id}/feedback`, () => ({ verdict: 'confirmed' }));
  const shown = hasFeedback && !isChanging ? 'given' : incident.code === null ? 'correct' : mode;

  function finish() {
    setMode('ask');
    setChanging(false);
  }

  return (
    <div className="flex flex-col gap-3">
      {incident.code && <p className="text-ink-2">The first cause above: {causeTitle(incident.code)}.</p>}
      {hasFeedback && <GivenFeedback feedback={incident.feedback} />}
      {shown === 'given' && (
        <Button small className="self-start" onClick={() => setChanging(true)}>
          Change your feedback
        </Button>
      )}
      {shown === 'ask' && (
        <div className="flex flex-wrap gap-2">
          <Button small onClick={() => confirm.mutate(undefined, { onSuccess: finish })} busy={confirm.isPending}>
            Yes, this was the cause
          </Button>
          <Button small onClick={() => setMode('correct')}>
            No, it was another cause
          </Button>
        </div>
      )}
      {shown === 'correct' && (
        <WhenSeen placeholder={<FormSkeleton />}>
          <Correction incident={incident} onSaved={finish} onCancel={incident.code === null ? undefined : () => setMode('ask')} />
        </WhenSeen>
      )}
      {confirm.error && <Notice tone="bad">{confirm.error.message}</Notice>}
    </div>
  );
}

function GivenFeedback({ feedback }: { feedback: Incident['feedback'] }) {
  return (
    <ul className="flex flex-col gap-2">
      {feedback.map(({ id, userName, verdict, code, object, at, note }) => (
        <li key={id} className="break-words">
          {userName}{' '}
          {verdict === 'confirmed'
            ? 'confirmed the cause'
            : `named another cause: ${causeTitle(code ?? '')}${object ? `, ${objectText(object)}` : ''}`}{' '}
          <When ms={at} />
          {note && <span className="block text-ink-2">{note}</span>}
        </li>
      ))}
    </ul>
  );
}
