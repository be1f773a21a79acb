/** Billing: plans at Stripe, metering, invoices from their draft to their payment, and changes of plan. */
export { grantGrace, setBillingEmail } from './dunning/account.ts';
export { payOverdue } from './dunning/charge.ts';
export { correctInvoice, creditClient } from './invoices/adjustments.ts';
export { endSubscription } from './invoices/closing.ts';
export { advanceInvoices } from './invoices/collection.ts';
export { invoiceContracts } from './invoices/contract-invoices.ts';
export { estimateBill } from './invoices/estimate.ts';
export { invoiceExists } from './invoices/exists.ts';
export { explainInvoice, hoursBehind } from './invoices/explanation.ts';
export { sendBillingMail } from './invoices/mails.ts';
export { overageOf } from './invoices/overage.ts';
export { daysOfMonth } from './metering/days.ts';
export { dayToReconcile, meterStanding, queueMeterEvents, reconcileMeters, sendMeterEvents } from './metering/meters.ts';
export { aggregateDays, recomputeDays } from './metering/tick.ts';
export { changePlan, keepPlan, type PlanChange, previewPlanChange } from './plans/change.ts';
export { openCheckout } from './plans/checkout.ts';
export { applyDueContracts, contractsOf, endContract, makeContract } from './plans/contracts.ts';
export { awaitsPayment, billingOf } from './plans/subscription.ts';
export { applyDuePlans, createPlanVersion, listPlanVersions, migrateClients } from './plans/versions.ts';
export { COST_RATES, clientMargins, costRates, overdueInvoices, revenue, revenueNow, setCostRates } from './revenue/revenue.ts';
export { syncCatalogue } from './stripe/catalogue.ts';
export { type StripePort, stripePort } from './stripe/port.ts';
export { openBillingPortal } from './stripe/portal.ts';
export { DECLINES, failStripeCard, setWebhookFaults, stripeSimulation, turnStripeClock } from './stripe/simulation.ts';
export {
  listEvents,
  processStripeEvent,
  receiveStripeWebhook,
  replayEvent,
  startStripeEvents,
  sweepEvents,
  syncCustomer,
} from './stripe/sync.ts';
