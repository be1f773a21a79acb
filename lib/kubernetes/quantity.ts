const MULTIPLIERS: Record<string, number> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
/** Fractions are divided, not multiplied by 1e-3 and the like, so that 1900m equals 1.9. */
const DIVISORS: Record<string, number> = { n: 1e9, u: 1e6, m: 1e3 };

const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/;

/**
 * A resource.Quantity as a number: `500m` is 0.5, `1Ki` is 1024. A number stands for itself. Undefined for anything
 * that is no quantity. The grammar is that of k8s.io/apimachinery/pkg/api/resource, type Quantity: a quantity has
 * either a suffix or an exponent, never both.
 */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null;
  if (!match) return undefined;
  const [, digits, exponent = '', suffix = ''] = match;
  const amount = (Number(`${digits}${exponent}`) * (MULTIPLIERS[suffix] ?? 1)) / (DIVISORS[suffix] ?? 1);
  return Number.isFinite(amount) ? amount : undefined;
}
