import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import { diagnose } from './diagnose.ts';
import { type DumpFiles, readDump } from './dump.ts';
import { reportOf } from './symptoms/alerts.ts';
import type { Diagnosis } from './types.ts';

/** What a dump is asked. */
export interface DumpQuestion {
  /** What somebody complains about although it may look well, of one of REPORTABLE_KINDS. */
  about?: ObjectRef | undefined;
  /** What is wrong with it, in their words. */
  symptom?: string | undefined;
  /** What could not be read when the dump was made, a line each. */
  missing?: readonly string[];
}

/** Diagnoses a dump, the files of which are as `readDump` takes them. Undefined when the object of `about` is not in the dump. */
export function diagnoseDump(files: DumpFiles, { about, symptom, missing = [] }: DumpQuestion = {}): Diagnosis | undefined {
  const { snapshot, window, problems } = readDump(files);
  const { kind, namespace, name } = about ?? {};
  const isThere = snapshot.resources.some(
    (one) => one.kind === kind && one.metadata?.name === name && (namespace === undefined || one.metadata?.namespace === namespace),
  );
  if (about && kind !== 'Namespace' && !isThere) return undefined;
  const alerts = about ? [...snapshot.alerts, reportOf(about, symptom, window.to)] : snapshot.alerts;
  const diagnosis = diagnose({ ...snapshot, alerts }, window);
  const saved = (files.get('missing.txt') ?? '').split('\n').filter(Boolean);
  return { ...diagnosis, gaps: [...diagnosis.gaps, ...problems, ...missing, ...saved] };
}
