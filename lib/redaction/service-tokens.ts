/**
 * Tokens that are recognized by their own form, without a name beside them. Each row is tested with a made-up value
 * (service-tokens.test.ts). The forms are those that the services document, or that their own secret scanning publishes.
 *
 * Every pattern can begin only where a run of its characters begins, so that a text is read a fixed number of times
 * however it is made.
 */
interface ServiceToken {
  /** What it is, as the masked text says it: `<masked GitHub token>`. */
  what: string;
  pattern: RegExp;
}

/** A token of letters, digits, `_` and `-` that begins with one of `prefixes`. */
function prefixed(what: string, prefixes: string, rest: string): ServiceToken {
  return { what, pattern: new RegExp(`(?<![A-Za-z0-9_-])(?:${prefixes})${rest}`, 'g') };
}

/** A token that only the name of its service tells from a hash: `<service> … <word> … <hex>`, close together on one line. */
function beside(what: string, service: string, word: string, length: string): ServiceToken {
  const pattern = `(?<![0-9a-zA-Z-])(?=[0-9a-f]{32})(?<=\\b${service}[^\\n]{0,40}(?:${word})[^\\n]{0,16})[0-9a-f]{${length}}(?![0-9a-zA-Z-])`;
  return { what, pattern: new RegExp(pattern, 'gi') };
}

export const SERVICE_TOKENS: readonly ServiceToken[] = [
  prefixed('AWS access key', 'AKIA|ASIA|AROA|AIDA|ABIA|ACCA', '[A-Z0-9]{12,}'),
  prefixed('Google API key', 'AIza', '[A-Za-z0-9_-]{30,}'),
  prefixed('Google access token', 'ya29\\.', '[A-Za-z0-9_-]{20,}'),
  prefixed('Google client secret', 'GOCSPX-', '[A-Za-z0-9_-]{20,}'),
  prefixed('GitHub token', 'gh[opusr]_|github_pat_', '[A-Za-z0-9_]{16,}'),
  prefixed('GitLab token', 'gl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-', '[A-Za-z0-9_-]{16,}'),
  prefixed('Slack token', 'xox[abeoprs]-|xapp-', '[A-Za-z0-9-]{10,}'),
  prefixed('Stripe key', '[rs]k_(?:live|test)_', '[A-Za-z0-9]{10,}'),
  prefixed('webhook secret', 'whsec_', '[A-Za-z0-9+/=]{10,}'),
  prefixed('npm token', 'npm_', '[A-Za-z0-9]{30,}'),
  prefixed('PyPI token', 'pypi-', '[A-Za-z0-9_-]{40,}'),
  prefixed('RubyGems key', 'rubygems_', '[0-9a-f]{40,}'),
  prefixed('SendGrid key', 'SG\\.', '[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}'),
  prefixed('Twilio key', 'SK', '[0-9a-f]{32}(?![A-Za-z0-9])'),
  beside('Twilio token', 'twilio', 'token|secret', '32'),
  beside('Datadog key', 'datadog', 'key', '32,40'),
  { what: 'Azure client secret', pattern: /(?<![\w~.-])[A-Za-z0-9_.~-]{3}[78]Q~[A-Za-z0-9_.~-]{30,}/g },
  { what: 'Azure storage key', pattern: /(?<=\bAccountKey=)[A-Za-z0-9+/=]{40,}/gi },
  { what: 'Azure SAS signature', pattern: /(?<=[?&]sig=)[A-Za-z0-9%+/=]{20,}/gi },
  prefixed('Vault token', 'hv[bsr]\\.|s\\.(?=[A-Za-z0-9]{24}(?![A-Za-z0-9]))', '[A-Za-z0-9_-]{20,}'),
  prefixed('Docker Hub token', 'dckr_(?:oat|pat)_', '[A-Za-z0-9_-]{16,}'),
  prefixed('DigitalOcean token', 'do[opr]_v1_', '[0-9a-f]{40,}'),
  prefixed('Heroku key', 'HRKU-', '[A-Za-z0-9_-]{30,}'),
  prefixed('Hugging Face token', 'hf_|api_org_', '[A-Za-z0-9]{20,}'),
  // A lower-case name with dashes may be that of a pod (`sk-learn-…`): keys have capitals.
  prefixed('OpenAI or Anthropic key', 'sk-(?=[a-z0-9_-]{0,200}[A-Z])', '[A-Za-z0-9_-]{20,}'),
  { what: 'Telegram bot token', pattern: /(?<![A-Za-z0-9_-])\d{8,10}:AA[A-Za-z0-9_-]{30,}/g },
  { what: 'Discord token', pattern: /(?<![\w-])[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g },
  prefixed('Grafana token', 'gl(?:c|sa)_', '[A-Za-z0-9_=+/]{20,}'),
  prefixed('Atlassian token', 'ATATT3', '[A-Za-z0-9_=-]{40,}'),
  prefixed('Databricks token', 'dapi', '[0-9a-f]{32}(?:-\\d)?'),
  prefixed('New Relic key', 'NR(?:AK|JS|II)-', '[A-Za-z0-9]{20,}'),
  prefixed('Shopify token', 'shp(?:at|ca|pa|ss)_', '[0-9a-fA-F]{32}'),
  prefixed('Sentry token', 'sntry[su]_', '[A-Za-z0-9_=+/-]{30,}'),
  prefixed('age secret key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{30,}'),
  prefixed('KG RCA key', 'kg_live_', '[a-z0-9-]+_[A-Za-z0-9]{8,}'),
  prefixed('JSON Web Token', 'eyJ', '[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?'),
  // A PEM block of a private key in base64, as kubeconfig files and Secrets hold it: "-----BEGIN [RSA |EC |OPENSSH ]P".
  prefixed('private key', 'LS0tLS1CRUdJTi(?:BQUklWQVRF|BSU0Eg|BFQyBQ|BPUEVOU1NI|BFTkNSWVBU)', '[A-Za-z0-9+/=]*'),
];

/** Addresses that are secret as a whole, except for the service that they belong to. */
const WEBHOOKS =
  /\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9-]{1,63}\.webhook\.office\.com\/webhookb2)\/(?=[A-Za-z0-9])[A-Za-z0-9/_@.-]+/g;

/** `text` with the tokens of known services replaced by what they are. */
export function maskServiceTokens(text: string): string {
  let masked = text.replace(WEBHOOKS, (address) => {
    const end = /\/(?:services|workflows|triggers|webhooks|webhookb2)\//.exec(address);
    return end ? `${address.slice(0, end.index + end[0].length)}***` : address;
  });
  for (const { what, pattern } of SERVICE_TOKENS) masked = masked.replace(pattern, `<masked ${what}>`);
  return masked;
}
