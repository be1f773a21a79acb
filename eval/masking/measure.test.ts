import { describe, expect, it } from 'vitest';
import { maskText } from '#lib/redaction/mask.ts';
import { measureMasking } from './measure.ts';

describe('masking, measured on the labelled lines', () => {
  const measured = measureMasking();

  it('leaves no secret in at least 97 of 100 lines, and needed hosts and users in as many', () => {
    expect(measured.secrets).toBeGreaterThanOrEqual(150);
    expect(measured.recall, measured.missed.join('\n')).toBeGreaterThanOrEqual(0.97);
    expect(1 - measured.lost.length / measured.kept, measured.lost.join('\n')).toBeGreaterThanOrEqual(0.97);
  });

  it('changes at most 2 of 100 lines that only look like secrets', () => {
    expect(measured.innocent).toBeGreaterThanOrEqual(150);
    expect(measured.falsePositives, measured.changed.join('\n')).toBeLessThanOrEqual(0.02);
  });

  it('leaves masked lines as they are when they are masked again, as a dump is that the agent wrote', () => {
    const again: string[] = [];
    measureMasking((text) => {
      const once = maskText(text);
      if (maskText(once) !== once) again.push(`${once}\n  ${maskText(once)}`);
      return once;
    });
    expect(again).toEqual([]);
  });

  it('counts a secret of which a part is left as missed, and an innocent line that was changed as wrong', () => {
    const nothing = measureMasking((text) => text);
    expect(nothing).toMatchObject({ recall: 0, falsePositives: 0, lost: [] });
    const everything = measureMasking(() => '');
    expect(everything).toMatchObject({ recall: 1, falsePositives: 1 });
    expect(everything.lost).toHaveLength(everything.kept);
  });
});
