import { describe, expect, it } from 'vitest';
import { Store } from '../store/store.ts';
import { EventRecorder } from './events.ts';
import { REAL_TIMES } from './testing/real-times.ts';

function recorder() {
  let now = Date.parse('2025-11-20T10:00:00Z');
  const store = new Store({ now: () => now });
  const events = new EventRecorder(store, () => now, { ...REAL_TIMES, eventRefill: 1_000 });
  const about = store.create({ kind: 'Pod', metadata: { name: 'cart-1', namespace: 'shop' }, spec: {} });
  const recordEvent = (message: string, component = 'kubelet') =>
    events.record(about, { type: 'Warning', reason: 'BackOff', message, component, host: 'n1' });
  return { store, events, recordEvent, advance: (ms: number) => (now += ms) };
}

describe('the recorder of Events', () => {
  it('increments the count of a repeated Event instead of creating another', () => {
    const { store, recordEvent, advance } = recorder();
    recordEvent('again');
    advance(5_000);
    recordEvent('again');
    expect(store.list('Event')).toHaveLength(1);
    expect(store.list('Event')[0]).toMatchObject({
      metadata: { name: expect.stringMatching(/^cart-1\.[0-9a-f]+$/), namespace: 'shop' },
      count: 2,
      firstTimestamp: '2025-11-20T10:00:00Z',
      lastTimestamp: '2025-11-20T10:00:05Z',
      source: { component: 'kubelet', host: 'n1' },
      involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop', apiVersion: 'v1' },
    });
  });

  it('combines Events that differ only in the message', () => {
    const { store, recordEvent, advance } = recorder();
    for (let i = 0; i < 14; i++) {
      recordEvent(`no ${i}`);
      advance(1_000);
    }
    const combined = store.list('Event').find((one) => one.message.startsWith('(combined from similar events): '));
    expect(store.list('Event')).toHaveLength(10);
    expect(combined).toMatchObject({ count: 5, message: '(combined from similar events): no 13' });
  });

  it('limits the rate after a burst about one object', () => {
    const { store, recordEvent, advance } = recorder();
    for (let i = 0; i < 40; i++) recordEvent('again');
    expect(store.list('Event')[0]?.count).toBe(25);
    advance(3_000);
    for (let i = 0; i < 10; i++) recordEvent('again');
    expect(store.list('Event')[0]?.count).toBe(28);
  });

  it("writes the scheduler's Events as a series, without count and source", () => {
    const { store, recordEvent } = recorder();
    recordEvent('no node', 'default-scheduler');
    recordEvent('no node', 'default-scheduler');
    const [event] = store.list('Event');
    expect(event).toMatchObject({ source: {}, lastTimestamp: null, eventTime: '2025-11-20T10:00:00.000000Z', series: { count: 2 } });
    expect(event?.count).toBeUndefined();
  });

  it('starts a new Event of the scheduler once the pod has been written', () => {
    const { store, events, advance } = recorder();
    const recordEvent = () => {
      advance(1_000);
      const about = store.get('Pod', 'shop', 'cart-1');
      events.record(about, { type: 'Warning', reason: 'FailedScheduling', message: 'no node', component: 'default-scheduler' });
    };
    recordEvent();
    store.modify('Pod', 'shop', 'cart-1', (pod) => {
      pod.status = { phase: 'Pending' };
    });
    recordEvent();
    recordEvent();
    expect(store.list('Event').map(({ series }) => series?.count)).toEqual([undefined, 2]);
  });

  it('removes Events after their lifetime, and starts again', () => {
    const { store, events, recordEvent, advance } = recorder();
    recordEvent('again');
    advance(REAL_TIMES.eventLifetime + 60_001);
    events.expire();
    expect(store.list('Event')).toEqual([]);
    recordEvent('again');
    expect(store.list('Event')[0]?.count).toBe(1);
  });
});
