import { apiVersionOf, kindNamed } from '../../store/kinds.ts';
import type { Obj } from '../../store/object.ts';

/** The fields of an object that a write set, in the fieldsV1 form of managedFields: the paths whose value has changed. */
export function fieldsSet(before: unknown, after: unknown): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (typeof after !== 'object' || after === null || Array.isArray(after)) return fields;
  const old = typeof before === 'object' && before !== null && !Array.isArray(before) ? (before as Record<string, unknown>) : {};
  for (const [key, value] of Object.entries(after)) {
    if (JSON.stringify(old[key]) === JSON.stringify(value)) continue;
    fields[`f:${key}`] = Array.isArray(value) ? listFields(old[key], value) : fieldsSet(old[key], value);
  }
  return fields;
}

function listFields(before: unknown, after: unknown[]): Record<string, unknown> {
  const named = after.filter((one): one is { name: string } => typeof one === 'object' && one !== null && 'name' in one);
  if (named.length !== after.length) return {};
  const old = Array.isArray(before) ? (before as { name?: string }[]) : [];
  return Object.fromEntries(
    named
      .map((one) => [one, old.find((other) => other.name === one.name)] as const)
      .filter(([one, other]) => JSON.stringify(one) !== JSON.stringify(other))
      .map(([one, other]) => [`k:${JSON.stringify({ name: one.name })}`, fieldsSet(other, one)]),
  );
}

/** Returns the object with an entry in managedFields for the writer: which fields it set, and when. */
export function managedBy(manager: string, time: string, object: Obj, before?: Obj): Obj {
  const content = ({ metadata, apiVersion: _a, kind: _k, status: _s, ...rest }: Obj) => ({
    metadata: { labels: metadata.labels, annotations: metadata.annotations },
    ...rest,
  });
  const entry = {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(kindNamed(object.kind)),
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsSet(before ? content(before) : {}, content(object)),
  };
  const others = (object.metadata.managedFields ?? []).filter((one) => one.manager !== manager || one.subresource);
  return { ...object, metadata: { ...object.metadata, managedFields: [...others, entry] } };
}
