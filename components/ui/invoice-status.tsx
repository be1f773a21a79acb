import { Badge, type Tone } from './state.tsx';

const STATES: Record<string, { tone: Tone; word: string }> = {
  draft: { tone: 'info', word: 'Draft' },
  open: { tone: 'warn', word: 'Open' },
  paid: { tone: 'good', word: 'Paid' },
  uncollectible: { tone: 'bad', word: 'Uncollectible' },
  void: { tone: 'neutral', word: 'Void' },
};

/** The status of an invoice, in Stripe's terms; unknown statuses are shown as they are. */
export function InvoiceStatus({ status }: { status: string }) {
  const { tone, word } = STATES[status] ?? { tone: 'neutral' as const, word: status };
  return <Badge tone={tone}>{word}</Badge>;
}
