// The operations of Stripe's API that the simulator has.
import type { Operation } from '../operation.ts';
import { catalogue } from './catalogue.ts';
import { checkout } from './checkout.ts';
import { control } from './control.ts';
import { creditNotes } from './credit-notes.ts';
import { customers } from './customers.ts';
import { discounts } from './discounts.ts';
import { events } from './events.ts';
import { invoices } from './invoices.ts';
import { meters } from './meters.ts';
import { paymentMethods } from './payment-methods.ts';
import { portal } from './portal.ts';
import { previews } from './previews.ts';
import { schedules } from './schedules.ts';
import { subscriptions } from './subscriptions.ts';

/** In order: the first whose path fits answers. */
export const operations: Operation[] = [
  ...previews,
  ...catalogue,
  ...discounts,
  ...customers,
  ...paymentMethods,
  ...meters,
  ...checkout,
  ...portal,
  ...subscriptions,
  ...schedules,
  ...invoices,
  ...creditNotes,
  ...events,
  ...control,
];
