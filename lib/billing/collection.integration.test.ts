import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant, setSuspended } from '#lib/tenants/index.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import { addToCounter, countRcaQueries } from '#lib/usage/index.ts';
import {
  advanceInvoices,
  billingOf,
  changePlan,
  correctInvoice,
  creditClient,
  explainInvoice,
  grantGrace,
  hoursBehind,
  keepPlan,
  openCheckout,
  payOverdue,
  previewPlanChange,
  setBillingEmail,
  stripePort,
  sweepEvents,
  syncCatalogue,
  syncCustomer,
} from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const [VISA, FAILS_LATER, THREE_D_SECURE] = ['4242424242424242', '4000000000000341', '4000002500003155'];
let db: Awaited<ReturnType<typeof freshDatabase>>;
let simulator: StripeSimulator;
let client: Stripe;
const mails: Mail[] = [];
