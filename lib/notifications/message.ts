import type { Severity } from '#lib/incidents/severity.ts';

/** What has happened to an incident, as destinations are told. */
export type MessageEvent = 'opened' | 'reopened' | 'escalated' | 'cause_changed' | 'acknowledged' | 'resolved';

/** What is told of an incident. Names and titles hold what somebody wrote in a cluster: each channel makes them harmless. */
export interface IncidentFacts {
  id: string;
  /** Counts the client's incidents, starting at 1. */
  number: number;
  /** The name that the agent sends, and what people call the cluster. */
  cluster: string;
  clusterName: string;
  title: string;
  severity: Severity;
  status: 'open' | 'closed';
  /** The code of the first cause and what it blames; null while the cause is unknown. */
  code: string | null;
  object: { kind: string; namespace?: string; name: string } | null;
  /** How certain the first cause is. */
  tier: string | null;
  summary: string | null;
  /** The change that most likely began it, as a sentence. */
  change: string | null;
  namespaces: string[];
  /** Times in epoch ms. */
  openedAt: number;
  closedAt: number | null;
  /** The address of the incident in the portal. */
  url: string;
}

/** One thing to tell: an event of an incident. */
export interface Item {
  event: MessageEvent;
  incident: IncidentFacts;
  /** What the incident's history says of the event. */
  text: string;
  /** When it happened, epoch ms. */
  at: number;
}

/** A message to a destination. */
export interface Message {
  /** The same at every attempt, so that the other side recognises a repetition. */
  id: string;
  /** Several in a digest, none in a test message. */
  items: Item[];
  /** Epoch ms. */
  at: number;
}

const WORDS: Record<MessageEvent, string> = {
  opened: 'Opened',
  reopened: 'Opened again',
  escalated: 'Nobody has acknowledged',
  cause_changed: 'Cause changed',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
};

/** An event in the words of the portal. */
export function wordsOf(event: MessageEvent): string {
  return WORDS[event];
}

/** What a message is about, in one line: its event and incident, or how many there are. */
export function headlineOf({ items }: Message): string {
  const [first] = items;
  if (!first) return 'KG RCA: this is a test message';
  if (items.length > 1) return `${items.length} updates on incidents`;
  const { number, clusterName, title } = first.incident;
  const prefix = first.event === 'opened' ? '' : `${wordsOf(first.event)}: `;
  return `${prefix}Incident ${number} in ${clusterName}: ${title}`;
}

/** What a test message says. */
export const TEST_TEXT = 'Messages about incidents reach this place. Nothing is wrong: somebody tried the connection.';
