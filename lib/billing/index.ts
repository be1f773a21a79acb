/** Billing: checkout and subscriptions at Stripe, synchronisation from Stripe, and the estimate of the month's bill. */

export { openCheckout } from './checkout.ts';
export { daysOfMonth } from './days.ts';
export { estimateBill } from './estimate.ts';
export { openBillingPortal, type PaidPlan, priceOf, type StripePort, stripePort } from './stripe.ts';
export { awaitsPayment, billingOf } from './subscription.ts';
export { endSubscription, processStripeEvent, receiveStripeWebhook, startStripeEvents, syncCustomer } from './sync.ts';
