import { problemResponse } from '#lib/api/index.ts';
import { receiveStripeWebhook } from '#lib/billing/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Stripe's webhook: outside REST v1, authenticated by its signature over the raw body. */
export async function POST(request: Request): Promise<Response> {
  try {
    await receiveStripeWebhook(await request.text(), request.headers.get('stripe-signature'));
    return Response.json({ received: true });
  } catch (error) {
    if ((error as Error).name === 'Problem') return problemResponse(error as Problem);
    logger.error({ err: error }, 'a webhook of Stripe could not be kept');
    return problemResponse(new Problem(500, 'internal', 'The event could not be kept; send it again.'));
  }
}
