/**
 * Measures the agent's masking on the labelled lines beside this file, and prints what went wrong:
 *
 *   node eval/masking/main.ts
 */
import { measureMasking } from './measure.ts';

const { secrets, recall, missed, kept, lost, innocent, falsePositives, changed } = measureMasking();
console.log(`recall           ${recall.toFixed(3)}  (${secrets - missed.length} of ${secrets} lines with secrets)`);
console.log(`needed text kept ${(1 - lost.length / kept).toFixed(3)}  (${kept - lost.length} of ${kept} lines)`);
console.log(`false positives  ${falsePositives.toFixed(3)}  (${changed.length} of ${innocent} lines without secrets)`);
for (const line of missed) console.log(`secret left:  ${line}`);
for (const line of lost) console.log(`text lost:    ${line}`);
for (const line of changed) console.log(`wrongly masked: ${line}`);
