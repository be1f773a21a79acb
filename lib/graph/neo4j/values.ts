import neo4j from 'neo4j-driver';

/** A parameter as the driver takes it: JavaScript's whole numbers go as integers, or epoch milliseconds would become floats. */
export function toDriver(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (Array.isArray(value)) return value.map(toDriver);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toDriver(inner)]));
  return value;
}
