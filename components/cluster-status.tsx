import { Badge } from './ui/state.tsx';

const STATES = {
  connected: { tone: 'good', word: 'Connected' },
  degraded: { tone: 'warn', word: 'Degraded' },
  silent: { tone: 'bad', word: 'Silent' },
  waiting: { tone: 'neutral', word: 'No heartbeat yet' },
} as const;

/** Whether a cluster's agent gives signs of life. */
export function ClusterStatus({ status }: { status: keyof typeof STATES }) {
  const { tone, word } = STATES[status];
  return <Badge tone={tone}>{word}</Badge>;
}
