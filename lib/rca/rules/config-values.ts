import { command, kindAndName, kindSlashName, variableName } from '#lib/kubernetes/commands.ts';
import { dig, items, text, texts } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { environment } from '#lib/kubernetes/template-references.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { templateContainers } from '../cluster/workloads.ts';
import { changeEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, recentChange, type Scene, undo } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { ChangeRecord, Evidence } from '../types.ts';
import { logMessage, sentence } from '../wording.ts';
import { configChangeBefore, crashEvidence, isCrash, logsOf, mentions } from './crash.ts';

/**
 * Values that the program does not accept, and settings that it lacks.
 * Signals: the container crashes (or stays unready) and its last log lines say that a value cannot be parsed or a
 * setting is missing; a ConfigMap or Secret that it reads, or its environment, was changed shortly before.
 * Blames: the ConfigMap or Secret that was changed or holds the value; otherwise the workload's environment.
 * Spreads: config -> every consumer that starts after the change -> their callers.
 * Source: kubernetes.io/docs/concepts/configuration/configmap, "Using ConfigMaps"; 12factor.net/config.
 */
export const configValueRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find((one) => isCrash(one)) ?? troubles.find(({ what }) => what === 'NotReady');
    if (!workload || !trouble) return [];
    return [...(invalidValue(scene, workload, trouble) ?? []), ...(missingSetting(scene, workload, trouble) ?? [])];
  });

function lastOf(facts: readonly LogFact[], type: LogFact['type']): LogFact | undefined {
  return facts
    .filter((fact) => fact.type === type)
    .toSorted((a, b) => b.linesAfter - a.linesAfter)
    .at(-1);
}

function invalidValue(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] | undefined {
  const facts = scene.cluster.factsOf(workload);
  const complaint = lastOf(facts, 'value-invalid') ?? lastOf(facts, 'setting-missing');
  const change = configChangeBefore(scene, workload, trouble);
  if (!complaint && (!change || !isCrash(trouble))) return undefined;
  const invalid = lastOf(facts, 'value-invalid');
  if (!invalid && !change) return undefined;
  const fact = invalid ?? complaint ?? lastOf(facts, 'failure');
  const holder = change?.object ?? (invalid && holderOf(scene, workload, invalid));
  const own = recentChange(scene, workload.ref, ['env', 'command', 'config-reference']);
  const object: ObjectRef = holder ?? workload.ref;
  const isNamed = change && fact && mentions(fact, change);
  // A dependency that does not answer explains the crash better than a change that merely preceded it.
  const isExplained = !invalid && failingCalls(scene, workload).length > 0;
  const evidence: Evidence[] = [
    ...(change ? [changeEvidence(change)] : own ? [changeEvidence(own)] : []),
    ...(fact ? [logEvidence(fact)] : []),
    ...(holder && !change
      ? [stateEvidence(holder, 'data', fact?.subject ?? '', `${shown(holder)} holds the value that the log complains about`)]
      : []),
    ...crashEvidence(scene, workload, trouble),
  ];
  const applied = change ?? own;
  return [
    {
      code: 'config.value_invalid',
      object,
      proof: invalid && applied ? 'state' : invalid ? 'log' : isNamed ? 'log' : 'change',
      weight:
        (isNamed ? 0.03 : 0) -
        (isExplained ? 0.3 : 0) -
        (trouble.what === 'NotReady' && !applied ? 0.2 : 0) +
        (invalid && !applied && holder ? 0.1 : 0),
      own: invalid !== undefined || isNamed === true,
      summary: sentence(
        `${shown(workload.ref)} does not accept a value${change || holder ? ` of ${shown(object)}` : ' of its configuration'}${fact ? `: ${logMessage(fact.line)}` : ''}`,
      ),
      evidenceFor: evidence,
      remedies: [
        {
          text: 'Set a value that the program accepts, then restart the workloads that read it.',
          command: command`kubectl edit ${kindAndName(object)}`,
        },
        {
          text: 'Restart its consumers once the value is correct.',
          command: command`kubectl rollout restart ${kindSlashName(workload.ref)}`,
        },
        ...(change ? [] : undo(workload.ref)),
        logsOf(trouble),
      ],
      hits: (change || holder ? consumersInTrouble(scene, object, workload) : [workload]).map((one) =>
        hit(one, 'configuration', 'It reads the value when it starts and exits with an error'),
      ),
      ...(applied && { change: applied, onset: applied.at }),
    },
  ];
}

function consumersInTrouble(scene: Scene, object: ObjectRef, workload: Workload): Workload[] {
  const others = scene.cluster.consumersOf(object).filter((one) => one !== workload && scene.signOf(one)?.troubles.some(isCrash));
  return [workload, ...others];
}

/** The ConfigMap or Secret whose file or readable data is what the log complains about. */
function holderOf(scene: Scene, workload: Workload, fact: LogFact): ObjectRef | undefined {
  const { subject, line } = fact;
  const file = mountedSource(workload, fact);
  if (file) return file;
  for (const { target, key } of scene.cluster.referencesOf(workload)) {
    if (target.kind !== 'ConfigMap') continue;
    const data = texts(scene.cluster.find(target.kind, target.namespace, target.name)?.object.data);
    const names = Object.entries(data).some(
      ([name, value]) =>
        (key === undefined || key === name) &&
        !value.startsWith('sha256:') &&
        ((subject !== undefined && subject.length > 1 && value.includes(subject)) ||
          (value.length > 3 && value.length < 80 && line.includes(value)) ||
          line.includes(name)),
    );
    if (names) return target;
  }
  return undefined;
}

/** The ConfigMap or Secret that the container mounts where the file that the log names is. */
function mountedSource(workload: Workload, { line, container }: LogFact): ObjectRef | undefined {
  const paths = line.match(/(?<![\w./-])\/[\w./-]{2,250}/g) ?? [];
  const volumes = items(workload.template.volumes);
  const [deepest] = templateContainers(workload)
    .filter(({ name }) => name === container)
    .flatMap(({ volumeMounts }) => items(volumeMounts))
    .flatMap(({ name, mountPath }) => {
      const path = text(mountPath)?.replace(/\/$/, '');
      const volume = volumes.find((one) => one.name === name);
      return volume && path && paths.some((one) => one === path || one.startsWith(`${path}/`)) ? [{ volume, path }] : [];
    })
    .toSorted((a, b) => b.path.length - a.path.length);
  if (!deepest) return undefined;
  const [map, secret] = [text(dig(deepest.volume, 'configMap', 'name')), text(dig(deepest.volume, 'secret', 'secretName'))];
  if (map) return ref('ConfigMap', workload.ref.namespace, map);
  return secret ? ref('Secret', workload.ref.namespace, secret) : undefined;
}

/** The change that removed a key of that name from a ConfigMap or Secret that the workload reads. */
function removalOf(scene: Scene, workload: Workload, name: string | undefined): ChangeRecord | undefined {
  if (name === undefined) return undefined;
  return scene.cluster
    .referencesOf(workload)
    .filter(({ target, forPull }) => !forPull && (target.kind === 'ConfigMap' || target.kind === 'Secret'))
    .flatMap(({ target }) => recentChange(scene, target, ['data']) ?? [])
    .find(({ fields }) => fields.some(({ path, after }) => after === undefined && path.split(/[/.]/).at(-1) === name));
}

function missingSetting(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] | undefined {
  const fact = lastOf(scene.cluster.factsOf(workload), 'setting-missing');
  if (!fact) return undefined;
  const removal = removalOf(scene, workload, fact.subject);
  const own = removal ?? recentChange(scene, workload.ref, ['env', 'config-reference', 'command', 'volumes']);
  const isSet =
    fact.subject !== undefined &&
    templateContainers(workload).some((container) => environment(container).some(({ name }) => name === fact.subject));
  const against = isSet
    ? [stateEvidence(workload.ref, 'spec.template.spec.containers[].env', fact.subject ?? '', `The environment sets ${fact.subject}`)]
    : [];
  return [
    {
      code: 'config.env_missing',
      object: removal?.object ?? workload.ref,
      proof: own ? 'state' : 'log',
      weight: (isSet ? -0.15 : 0.08) - (trouble.what === 'NotReady' ? 0.2 : 0),
      own: true,
      summary: `${shown(workload.ref)} lacks ${fact.subject ? `the setting ${fact.subject}` : 'a setting'} that its program requires.`,
      evidenceFor: [...(own ? [changeEvidence(own)] : []), logEvidence(fact), ...crashEvidence(scene, workload, trouble)],
      evidenceAgainst: against,
      remedies: [
        {
          text: 'Set the missing variable.',
          command: command`kubectl set env ${kindSlashName(workload.ref)} ${variableName(fact.subject)}=VALUE`,
        },
        ...undo(workload.ref),
      ],
      hits: [hit(workload, 'setting missing', 'The program exits because a required setting is missing')],
      ...(own && { change: own, onset: own.at }),
    },
  ];
}
