// A simulator of Stripe, for the demo and for tests: the parts of its API and hosted pages that the product uses.
export { type StripeSimulator, type StripeSimulatorOptions, startStripe } from './simulator.ts';
