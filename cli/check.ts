import { keyOf, ref, shown } from '#lib/kubernetes/refs.ts';
import { readDump } from '#lib/rca/dump.ts';
import { type Risk, type RiskReport, risksOf, SEVERITIES, type Severity } from '#lib/rca/risks/index.ts';
import { escapedForLog, forTerminal } from '#lib/text/index.ts';
import { InputError, readManifests } from './folder.ts';
import type { ClusterDump } from './live.ts';
import { sarifOf } from './sarif.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

/** The options of `check`, as they were given. */
interface CheckOptions {
  live?: boolean | undefined;
  format?: string | undefined;
  severity?: string | undefined;
}

/**
 * Checks folders and files, or with --live what `read` reads of the cluster, for risks. Writes them to `out` in the format
 * asked for. Returns the exit code: 0 without a risk of the severity, 1 with one. Throws InputError on bad input.
 */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  read: () => Promise<ClusterDump>,
  out: (text: string) => void,
): Promise<0 | 1> {
  const format = oneOf('--format', options.format ?? 'text', FORMATS);
  const least = oneOf('--severity', options.severity ?? 'low', SEVERITIES);
  if (options.live ? paths.length > 0 : paths.length === 0)
    throw new InputError(
      options.live ? 'specify either files or --live, not both' : 'specify files or folders with objects, or --live; see --help',
    );
  const { files, sources } = options.live ? { files: undefined, sources: new Map<string, string>() } : readManifests(paths);
  const dump = files ? { files, missing: [] } : await read();
  const { snapshot, problems } = readDump(dump.files);
  const report = risksOf(snapshot);
  const saved = (dump.files.get('missing.txt') ?? '').split('\n').filter(Boolean);
  const shownReport: RiskReport = {
    risks: report.risks.filter(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)),
    unchecked: [...report.unchecked, ...problems, ...dump.missing, ...saved],
  };
  out(formatted(shownReport, format, ({ object }) => sources.get(keyOf(ref(object.kind, object.namespace, object.name)))));
  return shownReport.risks.length > 0 ? 1 : 0;
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new InputError(`${option} must be one of ${allowed.join(', ')}, not ${value}`);
  return found;
}

function formatted(report: RiskReport, format: Format, fileOf: (risk: Risk) => string | undefined): string {
  switch (format) {
    case 'json':
      return `${escapedForLog(JSON.stringify(report, undefined, 2))}\n`;
    case 'sarif':
      return `${escapedForLog(JSON.stringify(sarifOf(report, fileOf), undefined, 2))}\n`;
    default:
      return `${textOf(report).map(forTerminal).join('\n')}\n`;
  }
}

const WORDS: Record<Severity, string> = { high: 'High', medium: 'Medium', low: 'Low' };

function textOf({ risks, unchecked }: RiskReport): string[] {
  return [
    ...(risks.length === 0 ? ['No risks'] : [`${risks.length} ${risks.length === 1 ? 'risk' : 'risks'}`]),
    ...risks.flatMap(({ code, severity, object, text, evidence, remedy }) => [
      '',
      `${WORDS[severity]}: ${shown(object)} (${code})`,
      `  ${text}`,
      ...(evidence.source.type === 'state' ? [`  At: ${evidence.source.path}`] : []),
      `  ${remedy.text}`,
      ...(remedy.command ? [`    ${remedy.command}`] : []),
    ]),
    ...(unchecked.length === 0 ? [] : ['', 'Not checked:', ...unchecked.map((one) => `  ${one}`)]),
  ];
}
