import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { AdminError, type Command } from './command.ts';

const WITHIN_MS = 10_000;
/** Needs the web role and the routes of the API, and no credentials. */
const PATH = '/api/v1/openapi.json';

/** Asks the web role for something everybody may read, as a client would: `helm test` runs this. */
export const probe: Command = {
  purpose: 'asks the REST API whether it answers',
  options: { at: { what: 'where to ask, like http://kg-rca-web, if not at PUBLIC_URL' } },
  async run({ at }, say) {
    const publicUrl = process.env.PUBLIC_URL;
    const address = at ?? publicUrl;
    if (!address || !URL.canParse(address)) throw new AdminError('--at or PUBLIC_URL: must be the address of the portal', 2);
    // The product answers only under its own name.
    const host = new URL(publicUrl && URL.canParse(publicUrl) ? publicUrl : address).host;
    const { status, body } = await get(new URL(PATH, address), host);
    if (status !== 200) throw new AdminError(`${address} answered ${status} to ${PATH}: ${body.slice(0, 200)}`);
    say(`${address} answers: version ${JSON.parse(body).info.version} of the API.`);
    return 0;
  },
};

function get(url: URL, host: string): Promise<{ status: number; body: string }> {
  const request = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((answered, failed) => {
    const sent = request(url, { headers: { host }, timeout: WITHIN_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => answered({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on('error', failed);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${WITHIN_MS / 1_000} seconds`)));
    sent.on('error', (error) => failed(new AdminError(`${url.origin} does not answer: ${error.message}`)));
    sent.end();
  });
}
