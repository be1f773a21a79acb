import { type Kind, kindNamed } from './kinds.ts';

/** The reason of a cause by the words at the start of a problem (apimachinery, field.ErrorType). */
const CAUSES: readonly [words: string, reason: string][] = [
  ['Required value', 'FieldValueRequired'],
  ['Invalid value', 'FieldValueInvalid'],
  ['Forbidden', 'FieldValueForbidden'],
  ['Not found', 'FieldValueNotFound'],
  ['Unsupported value', 'FieldValueNotSupported'],
  ['Duplicate value', 'FieldValueDuplicate'],
];

/** The message and details of a Status about an object that validation refused. */
export interface Invalidity {
  message: string;
  details: {
    name?: string;
    group?: string;
    kind: string;
    causes: { reason: string; message: string; field: string }[];
  };
}

/**
 * The message and details of a Status 422 about an object: one cause for each problem, without which kubectl does not show
 * the user what is wrong. A problem reads `spec.replicas: Invalid value: -1: must be greater than or equal to 0`.
 */
export function invalidity({ kind, group }: Pick<Kind, 'kind' | 'group'>, name: string, problems: readonly string[]): Invalidity {
  const text = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
  return {
    message: `${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${text}`,
    details: { ...(name && { name }), ...(group && { group }), kind, causes: problems.map(causeOf) },
  };
}

/** The same for an object of the API. */
export function invalidityOf(object: { kind: string; metadata: { name?: string; generateName?: string } }, problems: readonly string[]) {
  return invalidity(kindNamed(object.kind), object.metadata.name ?? object.metadata.generateName ?? '', problems);
}

function causeOf(problem: string): Invalidity['details']['causes'][number] {
  const end = problem.indexOf(': ');
  const message = problem.slice(end + 2);
  const [, reason = 'FieldValueInvalid'] = CAUSES.find(([words]) => message.startsWith(words)) ?? [];
  return { reason, message, field: problem.slice(0, end) };
}
