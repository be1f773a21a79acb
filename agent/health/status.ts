import type { Stream } from '#lib/wire/names.ts';
import { idOf } from '../kube/discovery.ts';
import type { Reflector } from '../kube/reflector.ts';
import type { DeliveryTrouble } from '../sender/transport.ts';

/** The state of a part of the agent. */
export interface ComponentStatus {
  name: string;
  status: 'ok' | 'degraded' | 'failing';
  /** What is wrong, if anything. */
  message?: string;
}

/** The state of the agent. */
export interface AgentStatus {
  /** The first picture is complete, and the provider has answered. */
  ready: boolean;
  components: ComponentStatus[];
  /** The number of reported objects that still exist, by kind. */
  objects: Record<string, number>;
  /** What is on disk, still to be sent to the provider. */
  buffered: { records: number; bytes: number };
  /** Records taken by the provider since the start. */
  delivered: number;
  /** Records lost since the start, each reason together: no room in the buffer, too large, or rejected by the provider. */
  dropped: number;
  /** Kinds that our account may not read. */
  forbiddenKinds: string[];
  /** Streams that cannot be delivered: how many records wait, since when (epoch ms), and why. */
  behind: { stream: Stream; records: number; since: number; reason: string }[];
}

/** An agent that waits for its turn: another one of the same cluster works. */
export const STANDBY: AgentStatus = {
  ready: true,
  components: [],
  objects: {},
  buffered: { records: 0, bytes: 0 },
  delivered: 0,
  dropped: 0,
  forbiddenKinds: [],
  behind: [],
};

/** How the parts that read kinds do: forbidden kinds and failing ones degrade, and when nothing works it is failing. */
export function statusOfReflectors(name: string, reflectors: readonly Reflector[]): ComponentStatus {
  const failing = reflectors.filter(({ state }) => state === 'failing');
  const forbidden = reflectors.filter(({ state }) => state === 'forbidden');
  const messages = [
    forbidden.length > 0 && `not allowed to read ${kindsOf(forbidden).join(', ')}: the chart's ClusterRole grants it`,
    failing.length > 0 && `can not read ${kindsOf(failing).join(', ')}: ${failing[0]?.message}`,
  ].filter((message) => message !== false);
  if (messages.length === 0) return { name, status: 'ok' };
  const broken = failing.length + forbidden.length === reflectors.length;
  return { name, status: broken ? 'failing' : 'degraded', message: messages.join('; ') };
}

/** The component as it does when its messages can't be delivered: buffered is degraded, refused is failing. */
export function withDelivery(component: ComponentStatus, trouble: ReadonlyMap<Stream, DeliveryTrouble>): ComponentStatus {
  const first = [...trouble.values()].sort((a, b) => Number(b.problem === 'refused') - Number(a.problem === 'refused'))[0];
  if (!first) return component;
  const status = first.problem === 'refused' || component.status === 'failing' ? 'failing' : 'degraded';
  return { ...component, status, message: [component.message, `data waits in the buffer: ${first.message}`].filter(Boolean).join('; ') };
}

/** The kinds of reflectors, each once, in order. */
export function kindsOf(reflectors: readonly Reflector[]): string[] {
  return [...new Set(reflectors.map(({ kind }) => idOf(kind)))];
}
