import type { Schema } from './schema-values.ts';

/** An operation of the product's OpenAPI document. */
export interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: string; schema: Schema }[];
  body: Schema | undefined;
  /** The statuses that the document declares. */
  statuses: readonly number[];
}

/** The part of an operation in the document that is read here. */
interface Described {
  operationId: string;
  parameters?: Operation['parameters'];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

/** The operations of a document but `ingest`, which gets inputs of its own. */
export function operationsOf(document: { paths: Record<string, Record<string, Described>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== 'ingest')
      .map(([method, { parameters = [], requestBody, responses }]) => ({
        ...{ method: method.toUpperCase(), path, parameters, statuses: Object.keys(responses).map(Number) },
        body: Object.values(requestBody?.content ?? {})[0]?.schema,
      })),
  );
}
