import { hostileText } from './hostile-values.ts';
import type { Random } from './random.ts';

/** The part of JSON Schema that the product's OpenAPI document uses. */
export interface Schema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

const WORDS = [
  'shop',
  'web-1',
  'prod',
  'Acme Corp',
  'correct horse battery staple',
  'jo@example.com',
  'app.crash',
  '123456',
  'Europe/Berlin',
];

/** A value that more or less fits a schema; `ids` are those of objects that exist. */
export function valueFor(schema: Schema, random: Random, ids: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.of(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return valueFor(random.of(choices), random, ids);
  switch (Array.isArray(schema.type) ? random.of(schema.type) : schema.type) {
    case 'object':
      return objectFor(schema, random, ids);
    case 'array':
      return Array.from({ length: (schema.minItems ?? 0) + random.below(3) }, () => valueFor(schema.items ?? {}, random, ids));
    case 'integer':
    case 'number':
      return numberFor(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return textFor(schema, random, ids);
  }
}

function objectFor(schema: Schema, random: Random, ids: readonly string[]): Record<string, unknown> {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => (schema.required ?? []).includes(name) || random.chance(0.5));
  return Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field, random, ids)]));
}

function numberFor({ minimum = 0, maximum = 1e9 }: Schema, random: Random): number {
  return random.of([minimum, maximum, Math.min(maximum, minimum + 1), minimum - 1, maximum + 1]);
}

function textFor({ format, minLength = 0, maxLength = 80 }: Schema, random: Random, ids: readonly string[]): string {
  if (random.chance(0.15)) return hostileText(random);
  if (format === 'email') return `${random.below(1e6)}@example.com`;
  if (format === 'uuid' || random.chance(0.2)) return random.of(ids);
  const text = random.of(WORDS).padEnd(minLength, '-x');
  return random.chance(0.1) ? 'x'.repeat(maxLength + random.below(2)) : text;
}
