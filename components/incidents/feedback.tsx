'use client';

import { useId, useState } from 'react';
import type { POST as AddFeedback } from '#app/api/v1/incidents/[id]/feedback/route.ts';
import { CAUSES, causeTitle } from '#lib/rca/causes.ts';
import { useAction } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { inputClass } from '../ui/field.tsx';
import { Notice } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { type Incident, objectText } from './words.ts';

const CODES = Object.keys(CAUSES).sort((a, b) => causeTitle(a).localeCompare(causeTitle(b), 'en'));

/** Lets people confirm the first cause or say which one was right. What was said is shown. */
export function Feedback({ incident }: { incident: Incident }) {
  const [correcting, setCorrecting] = useState(false);
  /** A cause of the vocabulary, or `#n`: the n-th cause found here. */
  const [choice, setChoice] = useState('');
  const [note, setNote] = useState('');
  const ids = useId();
  const [again, setAgain] = useState(false);
  const answered = incident.feedback.length > 0 && !again;
  const lower = incident.diagnosis.causes.slice(1);
  const found = choice.startsWith('#') ? lower[Number(choice.slice(1))] : undefined;
  const right = found ? { code: found.code, object: found.object } : choice ? { code: choice } : {};
  const send = useAction<typeof AddFeedback, object>('POST', `/api/v1/incidents/${incident.id}/feedback`, (body) => body);

  return (
    <div className="flex flex-col gap-3">
      {incident.code && <p className="text-ink-2">The first cause above: {causeTitle(incident.code)}.</p>}
      {incident.feedback.length > 0 && (
        <ul className="flex flex-col gap-2">
          {incident.feedback.map((one) => (
            <li key={one.id} className="break-words">
              {one.userName}{' '}
              {one.verdict === 'confirmed'
                ? 'confirmed the cause'
                : `said it was: ${causeTitle(one.code ?? '')}${one.object ? `, ${objectText(one.object)}` : ''}`}{' '}
              <When ms={one.at} />
              {one.note && <span className="block text-ink-2">{one.note}</span>}
            </li>
          ))}
        </ul>
      )}
      {answered && !correcting && (
        <Button small className="self-start" onClick={() => setAgain(true)}>
          Say something else
        </Button>
      )}
      {incident.code && !answered && !correcting && (
        <div className="flex flex-wrap gap-2">
          <Button small onClick={() => send.mutate({ verdict: 'confirmed' }, { onSuccess: () => setAgain(false) })} busy={send.isPending}>
            Yes, this was the cause
          </Button>
          <Button small onClick={() => setCorrecting(true)}>
            No, it was another
          </Button>
        </div>
      )}
      {(correcting || (!incident.code && !answered)) && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate(
              { verdict: 'corrected', ...right, ...(note ? { note } : {}) },
              {
                onSuccess: () => {
                  setCorrecting(false);
                  setAgain(false);
                },
              },
            );
          }}
        >
          <div>
            <label htmlFor={`${ids}code`} className="mb-1 block text-sm font-medium">
              What was it?
            </label>
            <select id={`${ids}code`} required className={inputClass} value={choice} onChange={(event) => setChoice(event.target.value)}>
              <option value="">Choose a cause</option>
              {lower.length > 0 && (
                <optgroup label="Found here, further down">
                  {lower.map((cause, index) => (
                    <option key={`${cause.code} ${objectText(cause.object)}`} value={`#${index}`}>
                      {cause.title}
                    </option>
                  ))}
                </optgroup>
              )}
              <optgroup label="Any other">
                {CODES.filter((one) => one !== incident.code).map((one) => (
                  <option key={one} value={one}>
                    {causeTitle(one)} ({one})
                  </option>
                ))}
              </optgroup>
            </select>
          </div>
          <div>
            <label htmlFor={`${ids}note`} className="mb-1 block text-sm font-medium">
              What showed it? (optional)
            </label>
            <textarea
              id={`${ids}note`}
              className={`${inputClass} h-20 resize-y py-2`}
              value={note}
              maxLength={1000}
              onChange={(event) => setNote(event.target.value)}
            />
          </div>
          <div className="flex gap-2">
            <Button small type="submit" look="primary" busy={send.isPending}>
              Save
            </Button>
            {incident.code && (
              <Button small onClick={() => setCorrecting(false)}>
                Cancel
              </Button>
            )}
          </div>
        </form>
      )}
      {send.error && <Notice tone="bad">{send.error.message}</Notice>}
    </div>
  );
}
