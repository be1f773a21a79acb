import { describe, expect, it } from 'vitest';
import { type Browser, supportOf } from './browser-support.ts';

const CHROME: Browser = { isSecure: true, hasPush: true, userAgent: 'Chrome/143', maxTouchPoints: 0, permission: 'default' };
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

describe('whether a browser can be notified', () => {
  it('is a matter of the permission where it has the Push API', () => {
    expect(supportOf(CHROME)).toBe('supported');
    expect(supportOf({ ...CHROME, permission: 'granted' })).toBe('supported');
    expect(supportOf({ ...CHROME, permission: 'denied' })).toBe('blocked');
  });

  it('takes a page that came over HTTPS', () => {
    expect(supportOf({ ...CHROME, isSecure: false, hasPush: false })).toBe('insecure');
  });

  it('takes an app on the home screen of an iPhone or iPad, which says that it is a Mac', () => {
    const without = { ...CHROME, hasPush: false };
    expect(supportOf({ ...without, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' })).toBe('home-screen');
    expect(supportOf({ ...without, userAgent: IPAD, maxTouchPoints: 5 })).toBe('home-screen');
    expect(supportOf({ ...without, userAgent: IPAD })).toBe('unsupported');
    expect(supportOf(without)).toBe('unsupported');
  });
});
