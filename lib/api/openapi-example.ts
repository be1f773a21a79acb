/** The part of JSON Schema that zod generates and that is read here. */
export interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  minLength?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Examples by field name, for strings whose schema only gives a length. */
const BY_NAME: Record<string, string> = {
  name: 'Acme Corp',
  company: 'Acme Corp',
  clientId: 'acme-corp',
  password: 'correct horse battery staple',
  current: 'correct horse battery staple',
  next: 'another long password',
  token: 'the-token-from-the-mail',
  code: '123456',
  reason: 'invoice open for 30 days',
  cluster: 'prod',
  displayName: 'Production',
  namespace: 'shop',
  agentVersion: '0.1.0',
  fault: 'bad-image-tag',
  domain: 'example.com',
  userName: 'jo@example.com',
  issuer: 'https://id.example.com',
  cypher: 'MATCH (p:Pod) RETURN p.name LIMIT 10',
  endpoint: 'https://push.example.com/send/1',
  // From RFC 8291, appendix A.
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
/** Times that must be in an order, on the first of January 2030. */
const NUMBERS: Record<string, number> = { shownFrom: 1_893_456_000_000, shownUntil: 1_893_463_200_000 };
const BY_FORMAT: Record<string, string> = {
  date: '2026-11-01',
  email: 'jo@example.com',
  uuid: '019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b',
  uri: 'https://example.com',
};

/**
 * A value that the schema accepts, with required fields only, for the reference and its curl examples. routes.test.ts
 * checks that every operation accepts its example, and may answer with that of its answer; a field for which it does not needs an entry in BY_NAME.
 */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const first = (schema.anyOf ?? schema.oneOf)?.[0];
  if (first) return exampleOf(first, name);
  switch ([schema.type].flat()[0]) {
    case 'null':
      return null;
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((field) => [field, exampleOf(schema.properties?.[field] ?? {}, field)]));
    case 'array':
      return schema.items ? [exampleOf(schema.items, name)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return NUMBERS[name] ?? Math.max(1, schema.minimum ?? 1);
    default:
      return BY_FORMAT[schema.format ?? ''] ?? BY_NAME[name] ?? 'text'.padEnd(schema.minLength ?? 0, ' text');
  }
}
