import type { LogStyle } from '../apps/app.ts';

/** `raw`: printed as it is, like the output of a runtime without a log format. */
export type Level = 'info' | 'warn' | 'error' | 'fatal' | 'raw';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PINO = { info: 30, warn: 40, error: 50, fatal: 60 };

/** A log line in the format of a kind of program. `at` in epoch ms; `name` is the program's. */
export function logLine(style: LogStyle, name: string, at: number, level: Level, text: string): string {
  if (level === 'raw') return text;
  const iso = new Date(at).toISOString();
  const [day, clock] = [iso.slice(0, 10), iso.slice(11, 23)];
  switch (style) {
    case 'json':
      return JSON.stringify({ time: iso, level, service: name, msg: text });
    case 'pino':
      return JSON.stringify({ level: PINO[level], time: at, pid: 1, name, msg: text });
    case 'python':
      return `${day} ${clock.replace('.', ',')} ${{ info: 'INFO', warn: 'WARNING', error: 'ERROR', fatal: 'CRITICAL' }[level]} ${name}: ${text}`;
    case 'spring':
      return `${iso} ${(level === 'fatal' ? 'ERROR' : level.toUpperCase()).padStart(5)} 1 --- [${name}] [           main] ${text}`;
    case 'klog': {
      const stamp = `${iso.slice(5, 7)}${iso.slice(8, 10)} ${clock}000`;
      return `${{ info: 'I', warn: 'W', error: 'E', fatal: 'F' }[level]}${stamp}       1 ${text}`;
    }
    case 'redis': {
      const month = MONTHS[Number(iso.slice(5, 7)) - 1];
      return `1:M ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${clock} ${{ info: '*', warn: '#', error: '#', fatal: '#' }[level]} ${text}`;
    }
    case 'postgres':
      return `${day} ${clock} UTC [1] ${{ info: 'LOG', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL' }[level]}:  ${text}`;
    case 'coredns':
      return `[${{ info: 'INFO', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL' }[level]}] ${text}`;
    case 'plain':
      return `${day} ${clock} [${level}] ${text}`;
  }
}
