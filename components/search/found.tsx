import { Bell, BookOpen, Box, CircleAlert, FileText, type LucideIcon, ScrollText, Siren, TableProperties, Zap } from 'lucide-react';
import type { SearchType } from '#lib/search/documents.ts';
import { useClusterNames } from '../cluster-name.tsx';
import { Health } from '../ui/state.tsx';

const ICONS: Record<SearchType, LucideIcon> = {
  page: FileText,
  action: Zap,
  incident: Siren,
  resource: Box,
  event: CircleAlert,
  log: ScrollText,
  alert: Bell,
  query: TableProperties,
  guide: BookOpen,
};

/** What is shown of a document that was found. */
export interface Shown {
  type: SearchType;
  title: string;
  text: string;
  kind?: string | null | undefined;
  namespace?: string | null | undefined;
  cluster?: string | null | undefined;
  health?: string | null | undefined;
}

/** A document that was found: its title, what it says, and where it is. */
export function Found({ item }: { item: Shown }) {
  const Icon = ICONS[item.type];
  const clusterName = useClusterNames();
  const place = [item.cluster && clusterName(item.cluster), item.namespace].filter(Boolean).join(' / ');
  // The text of a resource is its state, which its health shows already, and why.
  const says = item.type === 'resource' ? item.text.replace(/^\w+ ?/, '') : item.text;
  return (
    <span className="flex min-w-0 items-start gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-2" />
      <span className="min-w-0 grow">
        <span className="flex flex-wrap items-center gap-x-2">
          {item.kind && <span className="text-ink-2">{item.kind}</span>}
          <span className={`line-clamp-2 min-w-0 break-words font-medium ${item.type === 'log' ? 'font-mono text-sm' : ''}`}>
            {item.title}
          </span>
          {item.health && item.health !== 'healthy' && <Health health={item.health} />}
        </span>
        {(says || place) && <span className="block truncate text-sm text-ink-2">{[place, says].filter(Boolean).join(' · ')}</span>}
      </span>
    </span>
  );
}
