import { apiClock, limiter, problemResponse } from '#lib/api/index.ts';
import { receivePress } from '#lib/notifications/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';

/** For as long as a signature is valid, whatever the clock of its sender. */
const REMEMBERED_SECONDS = 600;

/**
 * Where Slack posts the presses of buttons to; not part of REST v1, and authenticated by the signature of the raw body. Slack wants an
 * answer within three seconds, so that the message is changed after it.
 */
export async function POST(request: Request): Promise<Response> {
  const now = (apiClock.find() ?? systemClock)();
  const { headers } = request;
  const isFirst = async (signature: string) => !(await limiter().take(`slack ${sha256(signature)}`, 1, REMEMBERED_SECONDS)).isOver;
  try {
    const signed = { timestamp: headers.get('x-slack-request-timestamp'), signature: headers.get('x-slack-signature') };
    const update = await receivePress({ body: await request.text(), ...signed }, isFirst, now);
    void update();
    return new Response(null, { status: 200 });
  } catch (error) {
    if ((error as Error).name === 'Problem') return problemResponse(error as Problem);
    logger.error({ err: error }, 'a button that was pressed in Slack could not be served');
    return problemResponse(new Problem(500, 'internal', 'This could not be done. Try again.'));
  }
}
