import { isDeepStrictEqual } from 'node:util';
import { isoTime, type Obj } from '../../store/object.ts';
import { StatusError } from '../status.ts';
import { covers, type FieldPath, fromFieldsV1, pathsIn, pathText, removeAt, toFieldsV1, valueAt } from './field-paths.ts';
import { strategicMerge } from './strategic-merge.ts';

/** Who applies, and how. */
export interface Applying {
  manager: string;
  /** Take over fields of other managers instead of refusing. */
  force: boolean;
  /** Epoch ms. */
  now: number;
}

/** An entry of metadata.managedFields. */
interface Managed {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: object;
  subresource?: string;
}

/**
 * Server-side apply: sets what the configuration sets and records the applier as the manager of those fields. Fields that
 * the applier set before and no longer does are removed unless others manage them too. Returns the new object; if there was
 * none, the configuration itself. Throws Conflict if others manage a field with another value, unless forced.
 */
export function serverSideApply(current: Obj | undefined, config: Obj, { manager, force, now }: Applying): Obj {
  const { managedFields: _, ...metadata } = config.metadata;
  const desired = { ...config, metadata } as Obj;
  const wanted = managedPaths(desired);
  const entries: Managed[] = current?.metadata.managedFields ?? [];
  const isOwn = (entry: Managed) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource;
  const others = entries.filter((entry) => !isOwn(entry)).map((entry) => ({ entry, paths: fromFieldsV1(entry.fieldsV1) }));

  const disputed = (path: FieldPath) => current !== undefined && !isDeepStrictEqual(valueAt(current, path), valueAt(desired, path));
  const conflicts = others.map(({ entry, paths }) => ({
    entry,
    paths: wanted.filter((path) => path.at(-1) !== '.' && disputed(path) && paths.some((owned) => covers(owned, path))),
  }));
  if (!force) assertNone(conflicts.filter(({ paths }) => paths.length > 0));

  const next = current ? structuredClone(strategicMerge(current, desired)) : structuredClone(desired);
  const before = entries.filter(isOwn).flatMap((entry) => fromFieldsV1(entry.fieldsV1));
  const shared = (path: FieldPath) => {
    const stem = path.at(-1) === '.' ? path.slice(0, -1) : path;
    return others.some(({ paths }) => paths.some((owned) => covers(stem, owned) || covers(owned, path)));
  };
  for (const path of before) if (!wanted.some((kept) => covers(path, kept)) && !shared(path)) removeAt(next, path);

  const taken = conflicts.flatMap(({ paths }) => paths);
  const left = others
    .map(({ entry, paths }) => ({ ...entry, fieldsV1: toFieldsV1(paths.filter((path) => !taken.some((one) => covers(path, one)))) }))
    .filter(({ fieldsV1 }) => Object.keys(fieldsV1).length > 0);
  const own: Managed = {
    manager,
    operation: 'Apply',
    apiVersion: config.apiVersion,
    time: isoTime(now),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(wanted),
  };
  const former = entries.find(isOwn);
  // Applying the same again is not a change: the first time is kept.
  if (former && isDeepStrictEqual(former.fieldsV1, own.fieldsV1) && taken.length === 0) own.time = former.time;
  next.metadata.managedFields = [...left, own];
  return next;
}

/** The fields that a configuration sets, without those that identify the object. */
function managedPaths({ apiVersion: _a, kind, metadata, ...content }: Obj): FieldPath[] {
  const { name: _n, namespace: _ns, uid: _u, resourceVersion: _r, creationTimestamp: _c, ...rest } = metadata;
  const all = { ...(Object.keys(rest).length > 0 && { metadata: rest }), ...content };
  return Object.keys(all).length > 0 ? pathsIn(kind, all) : [];
}

function assertNone(conflicts: { entry: Managed; paths: FieldPath[] }[]): void {
  const all = conflicts.flatMap(({ entry, paths }) => paths.map((path) => ({ entry, path })));
  if (all.length === 0) return;
  const texts = conflicts.map(({ entry, paths }) => {
    const list = paths.length === 1 ? ` ${pathText(paths[0]!)}` : `\n${paths.map((path) => `- ${pathText(path)}`).join('\n')}`;
    return `conflict${paths.length === 1 ? '' : 's'} with "${entry.manager}" using ${entry.apiVersion}:${list}`;
  });
  throw new StatusError('Conflict', `Apply failed with ${all.length} conflict${all.length === 1 ? '' : 's'}: ${texts.join('\n')}`, {
    causes: all.map(({ entry, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${entry.manager}" using ${entry.apiVersion}`,
      field: pathText(path),
    })),
  });
}
