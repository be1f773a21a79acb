import { z } from 'zod';
import { shortened } from '#lib/text/index.ts';

const text = (title: string, description: string, most: number) =>
  ({ title, type: 'text', description, schema: z.string().max(most).meta({ description }), most }) as const;
const number = (title: string, description: string, least: number, most: number) =>
  ({
    title,
    type: 'number',
    description,
    schema: z.coerce.number().int().min(least).max(most).meta({ description }),
    least,
    most,
  }) as const;

/** Every parameter of the library. A name means the same in each query that takes it; the default may differ. */
export const PARAMETERS = {
  cluster: text('Cluster', 'The name of a cluster. Empty: every cluster.', 63),
  namespace: text('Namespace', 'The name of a namespace. Empty: every namespace.', 63),
  kind: text('Kind', 'The kind of an object, such as Deployment.', 63),
  name: text('Name', 'The name of an object.', 253),
  label: text('Label', 'The key of a label, such as app.kubernetes.io/part-of.', 317),
  field: text('Field', 'Part of the path of a field, such as /spec/replicas.', 200),
  incident: number('Incident', 'The number of an incident.', 1, 1_000_000_000),
  hours: number('Hours', 'How many hours to look back.', 1, 8_760),
  least: number('At least', 'Rows that count less are left out.', 1, 100_000),
} as const;
export type ParameterName = keyof typeof PARAMETERS;

/** The names of all parameters. */
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

/** The parameters that a query takes, with their defaults; null where one must be given. */
export type Defaults = Partial<Record<ParameterName, string | number | null>>;

/** What was given for parameters: text and numbers within their bounds. */
export type GivenParameters = Partial<Record<ParameterName, string | number | undefined>>;

/** Thrown where a parameter is missing, or is none of the query's; `parameter` names it. */
export class ParameterError extends Error {
  override name = 'ParameterError';
  readonly parameter: string;
  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

/** The value of each parameter that the query takes: as given, or its default. Throws ParameterError. */
export function parametersOf(query: { id: string; parameters: Defaults }, given: GivenParameters): Record<string, string | number> {
  const takes = Object.keys(query.parameters) as ParameterName[];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || name in query.parameters) continue;
    const choice = takes.length === 0 ? 'none' : takes.join(', ');
    throw new ParameterError(name, `The query ${query.id} does not take it. It takes: ${choice}.`);
  }
  return Object.fromEntries(
    takes.map((name) => {
      const value = given[name] ?? query.parameters[name];
      if (value === null || value === undefined || (value === '' && query.parameters[name] === null))
        throw new ParameterError(name, `The query ${query.id} needs it. ${PARAMETERS[name].description}`);
      const { error } = PARAMETERS[name].schema.safeParse(value);
      if (error) throw new ParameterError(name, `${shortened(String(value), 50)}: ${error.issues[0]?.message ?? 'not a value of it'}.`);
      return [name, value];
    }),
  );
}
