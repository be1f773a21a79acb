/**
 * What the measurements of docs/accuracy.md say, for people who have not read it. A test compares each figure with the document, so
 * that the two cannot say different things.
 */
export const MEASURED = {
  sources: [
    { name: 'injected faults in three demo applications', cases: 186, firstRight: '.978', confirmed: '144 of 144' },
    { name: 'recordings of other people’s clusters', cases: 43, firstRight: '1.000', confirmed: '14 of 14' },
    { name: 'dumps rebuilt from operators’ public reports', cases: 18, firstRight: '1.000', confirmed: '12 of 12' },
  ],
  /** Of the third source, before its cases were known to whoever wrote the rules: the fairest figure that there is. */
  unseen: '.889',
  healthyRecordings: 4,
} as const;

/** A share such as `.978` in percent, as precise as it was measured: `97.8 %`. */
export function percent(share: string): string {
  return `${Number((Number(share) * 100).toFixed(1))} %`;
}
