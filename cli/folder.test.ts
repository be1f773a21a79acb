import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeDumpFolder } from './folder.ts';

it.each(['logs/../../pod/main.log', 'logs/shop/../main.log', '/etc/x', 'logs//x.log', 'logs/a\\..\\b.log', 'logs/a\0.log'])(
  'a dump is not written when a name in it would leave its folder: %j',
  (name) => {
    const parent = mkdtempSync(join(tmpdir(), 'dump-'));
    const folder = join(parent, 'dump');
    try {
      expect(() =>
        writeDumpFolder(
          folder,
          new Map([
            ['case.json', '{}'],
            [name, 'x'],
          ]),
        ),
      ).toThrow(/cannot be that of a file/);
      expect(existsSync(folder)).toBe(false);
    } finally {
      rmSync(parent, { recursive: true });
    }
  },
);
