import type { Obj } from '../../store/object.ts';
import { bytes } from '../api-machinery/quantity.ts';
import type { App } from '../apps/app.ts';
import type { ProgramFailure } from '../hidden-state.ts';
import type { Level } from '../logs/style.ts';
import type { Exit, Settings } from './run.ts';

/** The end of a run that is already determined at its start, with what the program prints then. */
export interface PlannedExit extends Exit {
  output: { level: Level; text: string }[];
}

export interface Run {
  app: App;
  tag: string;
  pod: Obj;
  container: Obj['spec'];
  settings: Settings;
  failure: ProgramFailure | undefined;
  at: number;
}

const MEBIBYTE = 2 ** 20;
const SHELL_EXITS_AFTER_OUTPUT = 50;

/**
 * Whether and how a run ends for reasons known at its start: a defect of the program, an invalid setting, a volume that it
 * cannot or may not write to, too little memory, or the end of its work. Undefined if it keeps running.
 */
export function plannedExit({ app, tag, pod, container, settings, failure, at }: Run): PlannedExit | undefined {
  const soon = at + Math.min(400, app.startup * 0.6);
  const failed = (output: PlannedExit['output'], code = 1): PlannedExit => ({ at: soon, code, reason: 'Error', output });
  const raw = (lines: readonly string[]) => lines.map((text) => ({ level: 'raw' as const, text }));
  const defect = app.defects[tag];
  if (defect) return failed(raw(defect.lines), defect.code);
  for (const setting of app.settings) {
    const value = setting.name.startsWith('/') ? settings.files[setting.name] : settings.env[setting.name];
    const problem = setting.problem(value);
    if (problem) return failed([{ level: setting.raw ? 'raw' : 'fatal', text: problem }]);
  }
  if (app.writesTo && mounts(container, app.writesTo.path)) {
    if (runsAsOtherUser(app, pod)) return failed(raw(app.writesTo.denied));
    if (failure?.type === 'disk-full') return failed([{ level: 'fatal', text: app.writesTo.full }]);
  }
  const limit = bytes(container.resources?.limits?.memory);
  if (limit > 0 && limit < app.memory * MEBIBYTE) {
    const share = limit / (app.memory * MEBIBYTE);
    return { at: at + Math.round(share * (app.startup + 3_000)), code: 137, reason: 'OOMKilled', output: [] };
  }
  return app.runs === undefined ? undefined : exitByCommand(at, container, app.runs);
}

function mounts(container: Obj['spec'], path: string): boolean {
  return (container.volumeMounts ?? []).some(({ mountPath }: { mountPath: string }) => path.startsWith(mountPath));
}

/** Whether a pod runs as a user who does not own the files of its volume, and no fsGroup grants access to them. */
function runsAsOtherUser(app: App, pod: Obj): boolean {
  const { runAsUser, fsGroup } = pod.spec.securityContext ?? {};
  return runAsUser !== undefined && runAsUser !== app.user && runAsUser !== 0 && fsGroup === undefined;
}

/** The end of a program that runs for a while: `echo`, `sleep N` and `exit N` in its command are interpreted. */
function exitByCommand(at: number, container: Obj['spec'], runs: number): PlannedExit {
  const command = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const sleep = /\bsleep (\d+|infinity)/.exec(command)?.[1];
  const code = Number(/\bexit (\d+)/.exec(command)?.[1] ?? 0);
  const lasts = sleep === 'infinity' ? Number.POSITIVE_INFINITY : Number(sleep ?? 0) * 1000 + runs;
  const output = [...command.matchAll(/\becho "([^"]*)"/g)].map(([, text = '']) => ({ level: 'raw' as const, text }));
  return {
    at: at + Math.max(lasts, output.length > 0 ? SHELL_EXITS_AFTER_OUTPUT : 0),
    code,
    reason: code === 0 ? 'Completed' : 'Error',
    output,
  };
}
