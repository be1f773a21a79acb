import { hostsIn } from '#lib/kubernetes/service-hosts.ts';
import { cut } from '#lib/text/index.ts';

/** Where a program wanted to connect to. */
export interface Target {
  host: string;
  port: number | undefined;
}

const BEGINS = 'Traceback (most recent call last)';
/** Between the parts of a chain of exceptions (docs.python.org/3/library/exceptions.html, "Exception context"). */
const GOES_ON = /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause)/;
/** A frame names a file of the program, which is no host. */
const FRAME = /^\s*File "/;
const EXCEPTION = /^[A-Za-z_][\w.]{0,200}(?::|$)/;
/** An address as Python writes it: `('orders', 8080)`, `host='orders', port=8080`. */
const ADDRESS = /(?:\(|host=)\s{0,9}["'](?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)["'],\s{0,9}(?:port=)?(?<port>\d{2,5})\b/g;
const MAX_LINE = 1_500;

/**
 * The target that a Python traceback names, by the index of each of its lines. An exception such as `ConnectionRefusedError:
 * [Errno 111] Connection refused` does not say whose refusal it is; the source line of a frame, or an exception that came of it,
 * often does. A traceback that names several targets is left out.
 */
export function tracebackTargets(lines: readonly string[], first: number): Map<number, Target> {
  const found = new Map<number, Target>();
  for (let index = first; index < lines.length; index++) {
    if (!lines[index]!.includes(BEGINS)) continue;
    const end = endOf(lines, index);
    const targets = new Map(
      lines.slice(index, end).flatMap((line) => targetsIn(cut(line, MAX_LINE)).map((one) => [`${one.host}:${one.port}`, one] as const)),
    );
    const [only] = targets.values();
    if (only && targets.size === 1) for (let at = index; at < end; at++) found.set(at, only);
    index = end - 1;
  }
  return found;
}

/** The index after the last line of the traceback that begins at an index: after its exception, or that of the last one in its chain. */
function endOf(lines: readonly string[], begin: number): number {
  let end = begin + 1;
  for (let index = begin + 1; index < lines.length; index++) {
    const line = lines[index]!;
    const isPart = /^\s/.test(line) || line === '' || GOES_ON.test(line) || line.includes(BEGINS);
    if (!isPart && !(EXCEPTION.test(line) && /^\s/.test(lines[index - 1] ?? ''))) break;
    end = index + 1;
  }
  return end;
}

function targetsIn(line: string): Target[] {
  if (FRAME.test(line)) return [];
  const addresses = [...line.matchAll(ADDRESS)].flatMap(({ groups }) =>
    groups?.host ? [{ host: groups.host.toLowerCase(), port: Number(groups.port) }] : [],
  );
  return addresses.length > 0 ? addresses : hostsIn(line, false).map(({ host, port }) => ({ host, port }));
}
