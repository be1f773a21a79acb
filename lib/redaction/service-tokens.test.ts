import { describe, expect, it } from 'vitest';
import { maskServiceTokens, SERVICE_TOKENS } from './service-tokens.ts';

const letters = (count: number) => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(8).slice(0, count);
const capitals = (count: number) => 'AB3DE6GH9JK2MN5PQ8ST'.repeat(8).slice(0, count);
const hex = (count: number) => '0123456789abcdef'.repeat(8).slice(0, count);

/** A made-up value for each row. Its parts are joined here, so that scanners for secrets do not take it for a real one. */
const EXAMPLES: [what: string, ...tokens: string[][]][] = [
  ['AWS access key', ['AK', 'IA', capitals(16)], ['AS', 'IA', capitals(16)]],
  ['Google API key', ['AI', 'za', letters(35)]],
  ['Google access token', ['ya', '29.', letters(60)]],
  ['Google client secret', ['GOC', 'SPX-', letters(28)]],
  ['GitHub token', ['gh', 'p_', letters(36)], ['gh', 's_', letters(36)], ['github', '_pat_', letters(22), '_', letters(59)]],
  ['GitLab token', ['gl', 'pat-', letters(20)], ['gl', 'rt-', letters(20)]],
  ['Slack token', ['xo', 'xb-', '123456789012-', letters(24)], ['xa', 'pp-', '1-A1-', letters(24)]],
  ['Stripe key', ['sk', '_live_', letters(24)], ['rk', '_test_', letters(24)]],
  ['webhook secret', ['wh', 'sec_', letters(32)]],
  ['npm token', ['np', 'm_', letters(36)]],
  ['PyPI token', ['py', 'pi-', 'AgEIcHlwaS5vcmc', letters(60)]],
  ['RubyGems key', ['ruby', 'gems_', hex(48)]],
  ['SendGrid key', ['S', 'G.', letters(22), '.', letters(43)]],
  ['Twilio key', ['S', 'K', hex(32)]],
  ['Twilio token', ['twilio auth token: ', hex(32)]],
  ['Datadog key', ['Datadog API key ', hex(32)], ['datadog app_key=', hex(40)]],
  ['Azure client secret', ['abc8', 'Q~', letters(34)]],
  ['Azure storage key', ['Account', 'Key=', letters(86), '==']],
  ['Azure SAS signature', ['?sv=2024&', 'sig=', letters(40), '%3D']],
  ['Vault token', ['hv', 's.', letters(24)], ['s', '.', letters(24)]],
  ['Docker Hub token', ['dc', 'kr_pat_', letters(27)]],
  ['DigitalOcean token', ['do', 'p_v1_', hex(64)]],
  ['Heroku key', ['HR', 'KU-', hex(36)]],
  ['Hugging Face token', ['h', 'f_', letters(34)]],
  ['OpenAI or Anthropic key', ['sk', '-proj-', letters(48)], ['sk', '-ant-api03-', letters(48)], ['sk', '-', letters(48)]],
  ['Telegram bot token', ['1234', '567890:', 'AA', letters(33)]],
  ['Discord token', ['MT', letters(24), '.', letters(6), '.', letters(38)]],
  ['Grafana token', ['gl', 'sa_', letters(32), '_', hex(8)]],
  ['Atlassian token', ['AT', 'ATT3', letters(60)]],
  ['Databricks token', ['da', 'pi', hex(32)]],
  ['New Relic key', ['NR', 'AK-', capitals(27)]],
  ['Shopify token', ['shp', 'at_', hex(32)]],
  ['Sentry token', ['sn', 'trys_', letters(60)]],
  ['age secret key', ['AGE-', 'SECRET-KEY-1', capitals(58)]],
  ['KG RCA key', ['kg', '_live_', 'acme-prod_', letters(32)]],
  ['JSON Web Token', ['ey', 'J', letters(20), '.', letters(40), '.', letters(43)]],
  ['private key', [Buffer.from(`-----BEGIN RSA PRIVATE ${'KEY-----'}\nMIIE`).toString('base64')]],
];

describe('tokens of services', () => {
  it.each(EXAMPLES)('%s is masked in a sentence, in JSON, in a query and at the end', (what, ...tokens) => {
    for (const token of tokens.map((parts) => parts.join(''))) {
      for (const [before, after] of [
        ['call with ', ' failed'],
        ['{"a":"', '","host":"db"}'],
        ['GET http://api/?k=', '&page=2'],
        ['rejected: ', ''],
      ] as const) {
        const masked = maskServiceTokens(`${before}${token}${after}`);
        expect(masked).toContain(`<masked ${what}>`);
        expect(masked).not.toContain(token.slice(-12));
        expect(masked.startsWith(before) && masked.endsWith(after)).toBe(true);
      }
    }
  });

  it('has an example for every row', () => {
    expect(EXAMPLES.map(([what]) => what)).toEqual(SERVICE_TOKENS.map(({ what }) => what));
  });

  it.each([
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/services/***'],
    ['https://discord.com/api/webhooks/123/abc', 'https://discord.com/api/webhooks/***'],
    ['https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c', 'https://acme.webhook.office.com/webhookb2/***'],
  ])('keeps of %s whose address it is', (address, masked) => {
    expect(maskServiceTokens(`post to ${address} failed`)).toBe(`post to ${masked} failed`);
  });
});
