/** What stands for a character that cannot be stored. */
const REPLACEMENT = '\uFFFD';
/** How JSON writes what cannot be stored: NUL and halves of surrogate pairs. A text without these needs no second look. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;
/** No value of any API is as deep; what is below would only exhaust the stack. */
const MAX_DEPTH = 500;

/**
 * A text that every store takes: NUL, which PostgreSQL refuses in text and jsonb, and halves of surrogate pairs, which are no
 * characters, are replaced by U+FFFD. Any other text comes back as it is.
 */
export function wellFormed(text: string): string {
  const paired = text.isWellFormed() ? text : text.toWellFormed();
  return paired.includes('\0') ? paired.replaceAll('\0', REPLACEMENT) : paired;
}

/**
 * A value of JSON with every text in it well-formed, names of fields too. What needs no change is returned as it is, not copied;
 * what lies deeper than any API goes is left out as null.
 */
export function wellFormedDeep<T>(value: T): T {
  return cleaned(value, 0) as T;
}

/**
 * The value of a JSON text from outside, with every text in it well-formed. Throws a SyntaxError for what is not JSON. Costs
 * hardly more than JSON.parse where there is nothing to replace, which is nearly always.
 */
export function parseJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  return ESCAPED.test(json) || !json.isWellFormed() ? wellFormedDeep(value) : value;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    const items = value.map((item) => cleaned(item, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const fields = entries.map(([name, inner]): [string, unknown] => [wellFormed(name), cleaned(inner, depth + 1)]);
  return fields.some(([name, inner], index) => name !== entries[index]![0] || inner !== entries[index]![1])
    ? Object.fromEntries(fields)
    : value;
}
