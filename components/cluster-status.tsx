import { Badge } from './ui/state.tsx';

const STATES = {
  connected: { tone: 'good', word: 'Connected' },
  degraded: { tone: 'warn', word: 'Degraded' },
  silent: { tone: 'bad', word: 'Not reporting' },
  waiting: { tone: 'neutral', word: 'Waiting for agent' },
} as const;

/** Whether a cluster's agent is reporting. */
export function ClusterStatus({ status }: { status: keyof typeof STATES }) {
  const { tone, word } = STATES[status];
  return <Badge tone={tone}>{word}</Badge>;
}
