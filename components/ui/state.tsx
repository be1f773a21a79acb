import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, Clock, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a state means to the reader. Colour always comes with an icon and a word. */
export type Tone = 'bad' | 'warn' | 'good' | 'info' | 'neutral';

const TONES = {
  bad: { Icon: CircleAlert, text: 'text-bad', soft: 'bg-bad-soft' },
  warn: { Icon: TriangleAlert, text: 'text-warn', soft: 'bg-warn-soft' },
  good: { Icon: CircleCheck, text: 'text-good', soft: 'bg-good-soft' },
  info: { Icon: Clock, text: 'text-info', soft: 'bg-info-soft' },
  neutral: { Icon: CircleDashed, text: 'text-ink-2', soft: 'bg-sunken' },
} as const;

/** A state as a small label with an icon. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { Icon, text, soft } = TONES[tone];
  return (
    <span className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${text} ${soft}`}>
      <Icon aria-hidden className="size-3.5" />
      {children}
    </span>
  );
}

const HEALTH: Record<string, { tone: Tone; word: string }> = {
  healthy: { tone: 'good', word: 'Healthy' },
  degraded: { tone: 'warn', word: 'Degraded' },
  failing: { tone: 'bad', word: 'Failing' },
  pending: { tone: 'info', word: 'Pending' },
  unknown: { tone: 'neutral', word: 'Unknown' },
};

/** The colour of an area that stands for objects in a state, beside words that say the same; the worst state first. */
export const HEALTH_AREAS = {
  failing: 'bg-bad',
  degraded: 'bg-warn',
  unknown: 'bg-line-strong',
  pending: 'bg-info',
  healthy: 'bg-good',
} as const;

/** The health of a Kubernetes object. */
export function Health({ health }: { health: string }) {
  const { tone, word } = HEALTH[health] ?? { tone: 'neutral' as const, word: health };
  return <Badge tone={tone}>{word}</Badge>;
}

const CLIENT_STATUS = {
  onboarding: { tone: 'info', word: 'Onboarding' },
  active: { tone: 'good', word: 'Active' },
  suspended: { tone: 'bad', word: 'Suspended' },
  closed: { tone: 'neutral', word: 'Closed' },
} as const;

/** The status of a client's account. */
export function ClientStatus({ status }: { status: keyof typeof CLIENT_STATUS }) {
  const { tone, word } = CLIENT_STATUS[status];
  return <Badge tone={tone}>{word}</Badge>;
}

/** A message within the page: what happened and what to do. */
export function Notice({ tone, title, children, action }: { tone: Tone; title?: string; children?: ReactNode; action?: ReactNode }) {
  const { text, soft } = TONES[tone];
  const Icon = tone === 'neutral' || tone === 'info' ? Info : TONES[tone].Icon;
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`flex flex-wrap items-start gap-3 rounded-md p-3 ${soft}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${text}`} />
      <div className="min-w-0 grow basis-48 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}

/** Shown instead of an empty list: what will appear here, and the next step. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <CircleHelp aria-hidden className="size-6 text-ink-2" />
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-ink-2">{children}</div>}
      {action}
    </div>
  );
}

/** The page behind a dialog that is being loaded. */
export function Dimmed() {
  return <div role="status" aria-label="Loading" className="fixed inset-0 z-40 bg-black/40" />;
}

/** A grey placeholder for content that is loading. Give it the size of that content, or what is most often there as its children. */
export function Skeleton({ className = '', children }: { className?: string; children?: ReactNode }) {
  return (
    <div aria-hidden className={`animate-pulse rounded-md bg-sunken ${className}`}>
      {children && <div className="invisible">{children}</div>}
    </div>
  );
}
