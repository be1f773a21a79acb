import Link from 'next/link';
import { duration } from '../ui/format.ts';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { TIERS } from './words.ts';

interface RowIncident {
  id: string;
  number: number;
  title: string;
  tier: string | null;
  cluster: string;
  status: 'open' | 'closed';
  openedAt: number;
  closedAt: number | null;
}

/** An incident in a list, with its tier, cluster and times. */
export function IncidentRow({ incident }: { incident: RowIncident }) {
  const tier = incident.tier ? TIERS[incident.tier] : undefined;
  return (
    <li className="relative px-4 py-3 hover:bg-sunken">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <Link href={`/incidents/${incident.id}`} className="min-w-0 font-medium break-words after:absolute after:inset-0">
          <span className="text-ink-2">#{incident.number}</span> {incident.title}
        </Link>
        <span className="flex items-center gap-2">
          {tier ? <Badge tone={tier.tone}>{tier.word}</Badge> : <Badge tone="neutral">Cause unknown</Badge>}
          <Badge tone={incident.status === 'open' ? 'bad' : 'neutral'}>{incident.status === 'open' ? 'Open' : 'Closed'}</Badge>
        </span>
      </div>
      <p className="mt-1 text-sm text-ink-2">
        {incident.cluster}, opened <When ms={incident.openedAt} />
        {incident.closedAt !== null && `, lasted ${duration(incident.closedAt - incident.openedAt)}`}
      </p>
    </li>
  );
}
