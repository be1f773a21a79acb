import { texts } from '#lib/kubernetes/fields.ts';
import { inNamespace, type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import { environment } from '#lib/kubernetes/template-references.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { templateContainers } from '../cluster/workloads.ts';
import { changeEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, recentChange, type Scene, undo } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { ChangeRecord, Evidence } from '../types.ts';
import { sentence, spoken } from '../wording.ts';
import { configChangeBefore, crashEvidence, isCrash, logsOf, speaksOf } from './crash.ts';

/**
 * Values that the program does not accept, and settings it misses.
 * Signals: the container crashes (or stays unready) and its last log lines say that a value cannot be read or a setting
 * is not there; a ConfigMap or Secret it reads, or its environment, was changed shortly before.
 * Blames: the ConfigMap or Secret that was changed or holds the value; else the workload's environment.
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
  const said = lastOf(facts, 'value-invalid') ?? lastOf(facts, 'setting-missing');
  const change = configChangeBefore(scene, workload, trouble);
  if (!said && (!change || !isCrash(trouble))) return undefined;
  const invalid = lastOf(facts, 'value-invalid');
  if (!invalid && !change) return undefined;
  const words = invalid ?? said ?? lastOf(facts, 'failure');
  const holder = change?.object ?? (invalid && holderOf(scene, workload, invalid));
  const own = recentChange(scene, workload.ref, ['env', 'command', 'config-reference']);
  const object: ObjectRef = holder ?? workload.ref;
  const isNamed = change && words && speaksOf(words, change);
  // A dependency that does not answer explains the crash better than a change that only came before it.
  const isExplained = !invalid && failingCalls(scene, workload).length > 0;
  const evidence: Evidence[] = [
    ...(change ? [changeEvidence(change)] : own ? [changeEvidence(own)] : []),
    ...(words ? [logEvidence(words)] : []),
    ...(holder && !change
      ? [stateEvidence(holder, 'data', words?.subject ?? '', `${shown(holder)} holds the value that the log complains of`)]
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
        `${shown(workload.ref)} does not accept a value${change || holder ? ` of ${shown(object)}` : ' of its configuration'}${words ? `: ${spoken(words.line)}` : ''}`,
      ),
      evidenceFor: evidence,
      remedies: [
        {
          text: 'Set a value that the program accepts, then restart what reads it.',
          command: `kubectl edit ${object.kind.toLowerCase()} ${object.name}${inNamespace(object)}`,
        },
        {
          text: 'Restart its consumers once it is right.',
          command: `kubectl rollout restart ${workload.ref.kind.toLowerCase()}/${workload.ref.name}${inNamespace(workload.ref)}`,
        },
        ...(change ? [] : undo(workload.ref)),
        logsOf(workload, trouble),
      ],
      hits: (change || holder ? consumersInTrouble(scene, object, workload) : [workload]).map((one) =>
        hit(one, 'configuration', 'It reads the value at its start and ends with an error'),
      ),
      ...(applied && { change: applied, onset: applied.at }),
    },
  ];
}

function consumersInTrouble(scene: Scene, object: ObjectRef, workload: Workload): Workload[] {
  const others = scene.cluster.consumersOf(object).filter((one) => one !== workload && scene.signOf(one)?.troubles.some(isCrash));
  return [workload, ...others];
}

/** The ConfigMap whose readable data holds what the log complains of. */
function holderOf(scene: Scene, workload: Workload, fact: LogFact): ObjectRef | undefined {
  const { subject, line } = fact;
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

/** The change that took a key of that name out of a ConfigMap or Secret which the workload reads. */
function removalOf(scene: Scene, workload: Workload, name: string | undefined): ChangeRecord | undefined {
  if (name === undefined) return undefined;
  return scene.cluster
    .referencesOf(workload)
    .filter(({ target, forPull }) => !forPull && (target.kind === 'ConfigMap' || target.kind === 'Secret'))
    .flatMap(({ target }) => recentChange(scene, target, ['data']) ?? [])
    .find(({ fields }) => fields.some(({ path, after }) => after === undefined && path.split(/[/.]/).at(-1) === name));
}

function missingSetting(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] | undefined {
  const said = lastOf(scene.cluster.factsOf(workload), 'setting-missing');
  if (!said) return undefined;
  const taken = removalOf(scene, workload, said.subject);
  const own = taken ?? recentChange(scene, workload.ref, ['env', 'config-reference', 'command', 'volumes']);
  const isSet =
    said.subject !== undefined &&
    templateContainers(workload).some((container) => environment(container).some(({ name }) => name === said.subject));
  const against = isSet
    ? [stateEvidence(workload.ref, 'spec.template.spec.containers[].env', said.subject ?? '', `The environment does set ${said.subject}`)]
    : [];
  return [
    {
      code: 'config.env_missing',
      object: taken?.object ?? workload.ref,
      proof: own ? 'state' : 'log',
      weight: (isSet ? -0.15 : 0.08) - (trouble.what === 'NotReady' ? 0.2 : 0),
      own: true,
      summary: `${shown(workload.ref)} misses ${said.subject ? `the setting ${said.subject}` : 'a setting'} that its program requires.`,
      evidenceFor: [...(own ? [changeEvidence(own)] : []), logEvidence(said), ...crashEvidence(scene, workload, trouble)],
      evidenceAgainst: against,
      remedies: [
        {
          text: 'Set it.',
          command: `kubectl set env ${workload.ref.kind.toLowerCase()}/${workload.ref.name}${inNamespace(workload.ref)} ${said.subject ?? '<NAME>'}=<value>`,
        },
        ...undo(workload.ref),
      ],
      hits: [hit(workload, 'setting missing', 'The program ends because a setting it requires is not there')],
      ...(own && { change: own, onset: own.at }),
    },
  ];
}
