import { describe, expect, it } from 'vitest';
import { BadOptionError, readOptions } from './options.ts';
import { ROLES } from './roles/index.ts';

describe('readOptions', () => {
  it('runs every role when none is named', () => {
    expect(readOptions([])).toEqual({
      roles: ROLES.map(({ name }) => name),
      demo: false,
      log: 'file',
      variables: {},
    });
  });

  it('lets the command line override settings', () => {
    expect(readOptions(['--port', '4000', '--data-dir', '/x', '--roles', 'web, usage', '--demo', '--log', 'json'])).toEqual({
      roles: ['web', 'usage'],
      demo: true,
      log: 'json',
      variables: { PORT: '4000', DATA_DIR: '/x' },
    });
  });

  it.each([
    [['--roles', 'web,cook'], 'cook'],
    [['--prot', '1'], '--prot'],
    [['--log', 'xml'], 'xml'],
    [['stray'], 'stray'],
    [['--port'], '--port'],
  ])('refuses %j naming what is wrong', (args, named) => {
    expect(() => readOptions(args)).toThrow(BadOptionError);
    expect(() => readOptions(args)).toThrow(named);
  });
});
