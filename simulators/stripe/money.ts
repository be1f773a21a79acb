/** A rate of money, rounded to whole cents, halves away from zero as Stripe rounds. */
export function roundCents(exact: number): number {
  return Math.sign(exact) * Math.round(Math.abs(exact));
}

/** `cents * part / whole` in whole cents, without the error of floating point. */
export function share(cents: number, part: number, whole: number): number {
  const [product, divisor] = [BigInt(Math.abs(cents)) * BigInt(part), BigInt(whole)];
  return (cents < 0 ? -1 : 1) * Number((2n * product + divisor) / (2n * divisor));
}

/** Distributes an amount over weights so that the parts sum to it; what rounding leaves goes to the last of any weight. */
export function spread(amount: number, weights: number[]): number[] {
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  let open = amount;
  return weights.map((weight) => {
    const part = left === 0 ? 0 : share(open, weight, left);
    left -= weight;
    open -= part;
    return part;
  });
}

/** "$99.00". */
export function dollars(cents: number, currency = 'usd'): string {
  const amount = `${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
  return `${cents < 0 ? '-' : ''}${currency === 'usd' ? '$' : `${currency.toUpperCase()} `}${amount}`;
}

/** "15 Jan 2026". */
export function day(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}
