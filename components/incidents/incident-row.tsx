import { ClusterName } from '../cluster-name.tsx';
import { duration } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { type Incident, SEVERITY } from './words.ts';

type RowIncident = Pick<Incident, 'id' | 'number' | 'title' | 'severity' | 'cluster' | 'openedAt' | 'closedAt'>;

/** An incident in a list: how bad it is, and whether it lasts. */
export function IncidentRow({ incident }: { incident: RowIncident }) {
  const { tone, word } = SEVERITY[incident.severity];
  return (
    <li className="relative px-4 py-3 hover:bg-sunken">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <Link href={`/incidents/${incident.id}`} className="min-w-0 font-medium break-words after:absolute after:inset-0">
          <span className="text-ink-2">#{incident.number}</span> {incident.title}
        </Link>
        <Badge tone={incident.closedAt === null ? tone : 'neutral'}>{word}</Badge>
      </div>
      <p className="mt-1 text-sm text-ink-2">
        <ClusterName name={incident.cluster} />, {incident.closedAt === null ? 'open since' : 'began'} <When ms={incident.openedAt} />
        {incident.closedAt !== null && `, recovered after ${duration(incident.closedAt - incident.openedAt)}`}
      </p>
    </li>
  );
}
