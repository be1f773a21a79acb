import type { Obj } from '../../store/object.ts';
import type { Column } from './columns.ts';
import { NETWORK } from './network.ts';
import { OTHERS, PLAIN } from './others.ts';
import { POD } from './pod.ts';
import { STORAGE } from './storage.ts';
import { WORKLOADS } from './workloads.ts';

/** The columns of `kubectl get` for each kind: names, order and texts of the printers of the API server v1.34. */
const COLUMNS: Record<string, Column[]> = { ...POD, ...WORKLOADS, ...NETWORK, ...STORAGE, ...OTHERS };

/** How much of each object a row carries besides its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  /** Epoch ms, for ages. */
  now: number;
  include: IncludeObject;
  /** Metadata of the list. */
  metadata: Record<string, unknown>;
  /** False omits the column definitions, as in a watch after its first event. */
  header?: boolean;
}

/** A Table (meta.k8s.io/v1) of objects of one kind. */
export function tableOf(kind: string, objects: readonly Obj[], { now, include, metadata, header = true }: TableOptions): object {
  const columns = COLUMNS[kind] ?? PLAIN;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: header
      ? columns.map(({ name, type, wide }) => ({
          name,
          type,
          format: name === 'Name' ? 'name' : '',
          description: '',
          priority: wide ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(include !== 'None' && { object: include === 'Object' ? object : partialOf(object) }),
    })),
  };
}

/** The metadata of an object (meta.k8s.io/v1 PartialObjectMetadata). */
export function partialOf({ metadata }: Obj): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
