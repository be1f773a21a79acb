import { describe, expect, it } from 'vitest';
import type { SampleClusters, SampleState } from '#lib/clusters/index.ts';
import { startFaults } from './demo.ts';

const fault = (name: string, category: string) => ({ name, category, title: name, description: name, on: false });
const attached: SampleState = {
  state: 'attached',
  cluster: 'sample',
  faults: [fault('oom', 'memory'), fault('leak', 'memory'), fault('dns', 'network')],
};

function samplesWith(switchFault: SampleClusters['switchFault']): SampleClusters {
  return { stateOf: async () => attached, attach: async () => {}, detach: async () => {}, switchFault };
}

describe('the faults of the demo', () => {
  it('take turns over the categories', async () => {
    const switched: string[] = [];
    const enough = Promise.withResolvers<void>();
    const samples = samplesWith(async (_, name, on) => {
      if (on) switched.push(name);
      if (switched.length === 4) enough.resolve();
    });
    const faults = startFaults(samples, 'demo', { first: 1, duration: 1, pause: 1, retry: 1 });
    await enough.promise;
    await faults.stop();
    expect(switched.slice(0, 4)).toEqual(['oom', 'dns', 'leak', 'dns']);
  });

  it.each(['first', 'duration', 'pause'] as const)('end at once when they are stopped while waiting: %s', async (waiting) => {
    const reached = Promise.withResolvers<void>();
    const samples = samplesWith(async (_, __, on) => {
      if (waiting === 'duration' ? on : !on) reached.resolve();
    });
    const times = { first: 1, duration: 1, pause: 1, retry: 1, [waiting]: 3_600_000 };
    const faults = startFaults(samples, 'demo', times);
    if (waiting !== 'first') await reached.promise;
    await faults.stop();
  });

  it('end at once when the stop comes while a fault is being switched, before the wait that follows', async () => {
    const [switching, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const samples = samplesWith(async () => {
      switching.resolve();
      await release.promise;
    });
    const faults = startFaults(samples, 'demo', { first: 1, duration: 3_600_000, pause: 3_600_000, retry: 1 });
    await switching.promise;
    const stopped = faults.stop();
    release.resolve();
    await stopped;
  });
});
