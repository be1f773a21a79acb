import { SquareTerminal } from 'lucide-react';
import { Picture } from '../incidents/picture.tsx';
import { objectText, TIERS, withoutDiff } from '../incidents/words.ts';
import { Badge } from '../ui/state.tsx';
import { SAMPLE_DIAGNOSIS } from './sample-incident.ts';

const SOURCES = { state: 'State', event: 'Event', log: 'Log line', change: 'Change', alert: 'Alert', metric: 'Metric' } as const;

/** The picture of an incident as the portal draws it, with what proves its cause and what to do: the answer to a fault of the simulated shop. */
export function SampleIncident() {
  const [cause] = SAMPLE_DIAGNOSIS.causes;
  if (!cause) return null;
  const atRisk = SAMPLE_DIAGNOSIS.blastRadius.affected.filter(({ impact }) => impact === 'at-risk');
  const fix = SAMPLE_DIAGNOSIS.culprit?.revert ?? cause.remedies[0];
  return (
    <section aria-labelledby="sample">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="sample" className="font-semibold">
          {cause.title}
        </h2>
        <Badge tone="neutral">{TIERS[cause.tier]?.word ?? cause.tier}</Badge>
        <p className="text-sm text-ink-2">What the product answers to a fault of a simulated shop</p>
      </div>
      <Picture diagnosis={SAMPLE_DIAGNOSIS} isOver={false} />
      <div className="grid gap-6 rounded-lg border bg-surface p-4 lg:grid-cols-2">
        <div className="min-w-0">
          <h3 className="mb-2 text-sm font-medium text-ink-2">What proves it</h3>
          <ul className="flex flex-col gap-2">
            {cause.evidenceFor.map(({ text, source }) => (
              <li key={text} className="min-w-0 break-words">
                <span className="text-sm text-ink-2">{SOURCES[source.type]}: </span>
                {source.type === 'change' ? withoutDiff(text, source.fields) : text}
              </li>
            ))}
          </ul>
        </div>
        {fix && (
          <div className="min-w-0">
            <h3 className="mb-2 text-sm font-medium text-ink-2">What to do</h3>
            <p className="mb-2 break-words">{fix.text}</p>
            {fix.command && (
              <p className="flex items-start gap-2 rounded-md border bg-sunken p-3">
                <SquareTerminal aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-2" />
                <code className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">{fix.command}</code>
              </p>
            )}
            {atRisk.length > 0 && (
              <div id="impact" className="mt-4">
                <h3 className="mb-1 text-sm font-medium text-ink-2">Healthy, but at risk</h3>
                <p className="break-words">{atRisk.map(({ object }) => objectText(object)).join(', ')}</p>
              </div>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
