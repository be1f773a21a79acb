const BROWSERS = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//] as const;
const BROWSER_NAMES = ['Edge', 'Opera', 'Firefox', 'Chrome', 'Safari'];
const SYSTEMS = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/] as const;
const SYSTEM_NAMES = ['Android', 'iOS', 'Windows', 'macOS', 'Linux'];

/** A browser and system in words people know, from a user agent: `Chrome on Android`. */
export function deviceOf(userAgent: string): string {
  const browser = BROWSER_NAMES[BROWSERS.findIndex((pattern) => pattern.test(userAgent))] ?? 'Unknown browser';
  const system = SYSTEM_NAMES[SYSTEMS.findIndex((pattern) => pattern.test(userAgent))];
  return system ? `${browser} on ${system}` : browser;
}
