/**
 * Parses Stripe's form encoding: `a[b]=1&c[]=2&d[0][e]=3` becomes {a: {b: '1'}, c: ['2'], d: [{e: '3'}]}. Objects are
 * created without a prototype, so that keys such as __proto__ are plain data.
 */
export function parseForm(text: string): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const path = key.split('[').map((part) => part.replace(/\]$/, ''));
    place(root, path, value);
  }
  return asLists(root) as Record<string, unknown>;
}

function place(node: Record<string, unknown>, [head = '', ...rest]: string[], value: string): void {
  const name = head === '' ? String(Object.keys(node).length) : head;
  if (rest.length === 0) {
    node[name] = value;
    return;
  }
  const child = (node[name] ?? Object.create(null)) as Record<string, unknown>;
  node[name] = child;
  place(child, rest, value);
}

/** An object whose keys are 0, 1, 2 ... becomes a list. */
function asLists(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, asLists(value)] as const);
  if (entries.length > 0 && entries.every(([key], i) => key === String(i))) return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}
