import { problemResponse } from '#lib/api/index.ts';
import { receiveStripeWebhook } from '#lib/billing/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Stripe's webhook; not part of REST v1, and authenticated by the signature of the raw body. */
export async function POST(request: Request): Promise<Response> {
  try {
    await receiveStripeWebhook(await request.text(), request.headers.get('stripe-signature'));
    return Response.json({ received: true });
  } catch (error) {
    if ((error as Error).name === 'Problem') return problemResponse(error as Problem);
    logger.error({ err: error }, 'a Stripe webhook could not be stored');
    return problemResponse(new Problem(500, 'internal', 'The event could not be stored. Send it again.'));
  }
}
