import type { IncidentEvidence } from './words.ts';

/** How many kinds of lines before and after are shown. */
const AROUND = 3;

/** A log line among the lines that its container logged around it. Lines of one pattern are one, with how often they came. */
export function LogContext({
  line,
  pod,
  container,
  previous,
  evidence,
}: {
  line: string;
  pod: string;
  container: string;
  previous: boolean;
  evidence: IncidentEvidence | undefined;
}) {
  const lines = (evidence?.logs ?? [])
    .filter((one) => one.object.name === pod && one.container === container && one.previous === previous)
    .sort((a, b) => a.lastAt - b.lastAt);
  const at = lines.findIndex(({ sample }) => sample === line || sample.includes(line));
  const shown = at < 0 ? [{ sample: line, count: 1, lastAt: 0 }] : lines.slice(Math.max(0, at - AROUND), at + AROUND + 1);
  return (
    <ol className="mt-1 rounded border bg-sunken py-1 font-mono text-sm">
      {shown.map(({ sample, count, lastAt }) => (
        <li
          key={`${lastAt} ${sample}`}
          className={`px-2 break-all ${sample === lines[at]?.sample || at < 0 ? 'bg-surface font-medium' : 'text-ink-2'}`}
        >
          {sample}
          {count > 1 && <span className="font-sans text-ink-2"> ({count} times)</span>}
        </li>
      ))}
    </ol>
  );
}
