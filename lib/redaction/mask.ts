import { cut } from '#lib/text/index.ts';
import { maskAssignments, maskElements } from './assignments.ts';
import { maskHeadersAndCommands } from './headers.ts';
import { maskConnectionStrings, maskUrls } from './mask-urls.ts';
import { maskRandomTexts } from './random-texts.ts';
import { isSecretName } from './secret-names.ts';
import { maskServiceTokens } from './service-tokens.ts';

/**
 * Finds secrets in text that leaves the cluster. What stays readable is what a diagnosis needs: hosts, users, ports, paths
 * and names. What proves an identity is masked: passwords, tokens, keys. Where a name beside it says what it was, `***`
 * stands for it; elsewhere `<masked …>` says it.
 */

/** The replacement for a secret. */
const MASK = '***';
const MASKED_KEY = '<masked private key>';

const BEGIN_KEY = /-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY(?: BLOCK)?-----/;
const END_KEY = /-----END [A-Z0-9 ]{0,64}PRIVATE KEY(?: BLOCK)?-----/;

/** PEM and PGP blocks of private keys, whole or cut off. */
function maskKeyBlocks(text: string): string {
  let masked = '';
  let rest = text;
  for (let begin = BEGIN_KEY.exec(rest); begin; begin = BEGIN_KEY.exec(rest)) {
    masked += rest.slice(0, begin.index) + MASKED_KEY;
    const block = rest.slice(begin.index);
    const end = END_KEY.exec(block);
    rest = end ? block.slice(end.index + end[0].length) : '';
  }
  return masked + rest;
}

/** Each finds its kind of secret and leaves what others masked. The certain ones come first, texts that look random last. */
const STEPS = [
  maskKeyBlocks,
  maskUrls,
  maskConnectionStrings,
  maskServiceTokens,
  maskHeadersAndCommands,
  maskAssignments,
  maskElements,
  maskRandomTexts,
];

/**
 * `text` with everything that looks like a secret masked; text without one comes back as it is. The time is proportional to the
 * length, whatever the text holds, and the result is at most twice as long.
 */
export function maskText(text: string): string {
  let masked = text;
  for (const step of STEPS) masked = step(masked);
  return masked;
}

/**
 * Masks the lines of one log, which come one by one: a private key over several lines is masked from its first line to its
 * last. Returns a function for the lines in their order, each cut to `max` characters.
 */
export function lineMasker(max: number): (line: string) => string {
  let inKey = false;
  return (line) => {
    const end = inKey ? END_KEY.exec(line) : null;
    if (inKey && !end) {
      // A block whose end was lost must not hide the log: what cannot be a line of a key ends it.
      if (
        /^[A-Za-z0-9+/=:, -]{0,128}$/.test(line.replace(/^[\s|>]+/, '').trimEnd()) &&
        !/[a-z] [a-z]/i.test(line.replace(/^(Proc-Type|DEK-Info|Version|Comment).*/, ''))
      )
        return MASKED_KEY;
      inKey = false;
    }
    const after = end ? line.slice(end.index + end[0].length) : line;
    inKey = BEGIN_KEY.test(after) && !END_KEY.test(after);
    return maskedExcerpt(end ? MASKED_KEY + after : line, max);
  };
}

/** How far past a cut text is searched: a secret that lies across the cut is seen whole. */
const PAST_THE_CUT = 1_024;

/** `text` masked and cut to `max` characters, never inside of one. What lies beyond is not searched, so that a huge text costs no more than a long one. */
export function maskedExcerpt(text: string, max: number): string {
  return cut(maskText(cut(text, max + PAST_THE_CUT)), max);
}

const URL_LIKE = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@]*@)?([^\s/?#@]+)/i;
const HOST_PORT = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/i;

/**
 * The value of an environment variable, header or annotation called `name`. Under a secret name nothing stays but
 * the scheme, host and port of an address and, from `digest`, a keyed hash that shows whether it changed.
 */
export function maskNamedValue(name: string, value: string, digest: (text: string) => string): string {
  if (value === '') return value;
  if (!isSecretName(name)) {
    const masked = maskText(value);
    // A changed password in a URL is a changed configuration: the hash keeps that visible.
    return masked === value ? value : `${masked} (${digest(value)})`;
  }
  const url = URL_LIKE.exec(value);
  if (url) return `${url[1]}${url[2]}/${MASK} (${digest(value)})`;
  if (HOST_PORT.test(value) && !/pass|pwd/i.test(name)) return value;
  return `${MASK} (${digest(value)})`;
}
