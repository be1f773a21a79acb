import { duration } from '../ui/format.ts';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { type Incident, SEVERITY } from './words.ts';

type Stated = Pick<Incident, 'severity' | 'openedAt' | 'closedAt'>;
type Worked = Pick<Incident, 'acknowledgedBy' | 'assignee' | 'snoozedUntil' | 'resolvedBy'>;

/**
 * How bad an incident is, whether it lasts, and who works on it, unless that is nobody's business. Colour says the state of the system
 * alone. `now` in epoch ms.
 */
export function StateLine({ incident: { severity, openedAt, closedAt }, work, now }: { incident: Stated; work?: Worked; now: number }) {
  const isOpen = closedAt === null;
  const snoozedUntil = work?.snoozedUntil ?? 0;
  return (
    <>
      <Badge tone={isOpen ? SEVERITY[severity].tone : 'neutral'}>{SEVERITY[severity].word}</Badge>
      {isOpen ? <Badge tone="bad">Open</Badge> : <Badge tone="good">Recovered after {duration(closedAt - openedAt)}</Badge>}
      {isOpen && snoozedUntil > now && <Badge tone="neutral">Snoozed for {duration(snoozedUntil - now)}</Badge>}
      <span>
        began <When ms={openedAt} />
        {work && wordsOf(work, isOpen).map((words) => `, ${words}`)}
      </span>
    </>
  );
}

function wordsOf({ assignee, acknowledgedBy, resolvedBy }: Worked, isOpen: boolean): string[] {
  return [
    ...(assignee ? [`assigned to ${assignee.name}`] : isOpen && !acknowledgedBy ? ['nobody is working on it yet'] : []),
    ...(acknowledgedBy && !assignee ? [`acknowledged by ${acknowledgedBy}`] : []),
    ...(resolvedBy ? [`resolved by ${resolvedBy}${isOpen ? ', but something still fails' : ''}`] : []),
  ];
}
