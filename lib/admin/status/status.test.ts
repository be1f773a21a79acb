import { expect, it } from 'vitest';
import { availability, daysOf, type Period } from './history.ts';
import { readStatus } from './public-status.ts';
import { statesOf, worstOf } from './states.ts';

const DAY = 86_400_000;
const period = (state: Period['state'], beganAt: number, endedAt: number | null, checkedAt = endedAt ?? beganAt): Period => ({
  component: 'mail',
  ...{ state, beganAt, endedAt, checkedAt },
});

it('a part is as its component is: simulated counts as operational, and little room for new clients is no fault of today', () => {
  const states = statesOf([
    { name: 'Database', state: 'ok', detail: '' },
    { name: 'Event log', state: 'failing', detail: '' },
    { name: 'Graph store', state: 'degraded', detail: '' },
    { name: 'Payments', state: 'degraded', detail: '' },
    { name: 'Mail', state: 'simulated', detail: '' },
  ]);
  expect(states).toEqual({ portal: 'operational', ingest: 'down', diagnosis: 'operational', payments: 'degraded', mail: 'operational' });
  expect(worstOf(Object.values(states))).toBe('down');
  expect(worstOf(['off', 'operational'])).toBe('operational');
});

it('availability counts measured time only, from the beginning of what is shown on', () => {
  expect(availability([], 0)).toBeNull();
  expect(availability([period('off', 0, 10)], 0)).toBeNull();
  expect(availability([period('operational', 0, 90), period('down', 90, 100)], 0)).toBe(0.9);
  expect(availability([period('down', 0, 50), period('degraded', 50, 100)], 50)).toBe(1);
});

it('a period belongs to each day that it touches', () => {
  const days = daysOf([period('down', DAY - 1, DAY + 1), period('operational', 0, DAY - 1)], 2 * DAY, 3);
  expect(days.map(({ state }) => state)).toEqual(['down', 'down', undefined]);
});

it('without a database there is still an answer, which says that the history cannot be read', async () => {
  const status = await readStatus(Date.UTC(2026, 10, 23));
  expect(status).toMatchObject({ state: 'down', troubles: null });
  expect(status.components[0]).toMatchObject({ id: 'portal', state: 'down', days: [] });
});
