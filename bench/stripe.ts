import { startStripe } from '#simulators/stripe/index.ts';

/** The simulated Stripe of `bench/billing.ts` in a process of its own; its parent turns its clock. */
const START = Date.UTC(2026, 10, 1);
const simulator = await startStripe({
  webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_bench' },
  faults: { drop: true },
  runsDueOnRequests: false,
  clock: () => START,
});
process.on('message', ({ to }: { to: number }) => {
  simulator.advance({ seconds: (to - simulator.now()) / 1_000 });
  process.send?.({ now: simulator.now() });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: simulator.port });
