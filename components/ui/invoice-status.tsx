import { Badge, type Tone } from './state.tsx';

const STATES: Record<string, { tone: Tone; word: string }> = {
  draft: { tone: 'info', word: 'Draft' },
  open: { tone: 'warn', word: 'Open' },
  paid: { tone: 'good', word: 'Paid' },
  uncollectible: { tone: 'bad', word: 'Uncollectible' },
  void: { tone: 'neutral', word: 'Void' },
};

/** Where an invoice stands, in Stripe's words; a status that Stripe adds later is shown as it comes. */
export function InvoiceStatus({ status }: { status: string }) {
  const { tone, word } = STATES[status] ?? { tone: 'neutral' as const, word: status };
  return <Badge tone={tone}>{word}</Badge>;
}
