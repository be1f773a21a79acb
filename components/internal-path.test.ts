import { describe, expect, it } from 'vitest';
import { internalPath } from './internal-path.ts';

describe('the page to continue with after signing in', () => {
  it.each(['/incidents', '/incidents/1?tab=evidence#chain', '/topology?cluster=a%2Fb'])('is a path of the portal: %s', (path) => {
    expect(internalPath(path)).toBe(path);
  });

  it.each([
    ...['//evil.example', '/\\evil.example', '/\t/evil.example', '/\n\\evil.example', '/.//evil.example', '/a/..//evil.example'],
    ...['https://evil.example', 'javascript:alert(1)', 'evil.example', '\\\\evil.example', ' /incidents', ''],
  ])('is never an address of another site: %j', (text) => {
    expect(internalPath(text)).toBeUndefined();
  });
});
