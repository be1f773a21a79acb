const MULTIPLIED: Record<string, number> = {
  '': 1,
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
/** Divided, not multiplied by a fraction: 1900m has to equal 1.9. */
const DIVIDED: Record<string, number> = { n: 1e9, u: 1e6, m: 1e3 };

/** A resource.Quantity as a number (k8s.io/apimachinery/pkg/api/resource, "Quantity"); undefined where the text is none. */
export function quantity(written: string | undefined): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]?|[KMGTPE]i)$/.exec(written ?? '');
  if (!match) return undefined;
  const [, digits, suffix = ''] = match;
  const [factor, divisor] = [MULTIPLIED[suffix], DIVIDED[suffix]];
  return divisor === undefined ? Number(digits) * factor! : Number(digits) / divisor;
}
