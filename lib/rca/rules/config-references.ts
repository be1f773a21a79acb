import { command, dataKey, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { dig, fields, texts } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { type TemplateReference, templateReferences } from '#lib/kubernetes/template-references.ts';
import type { Workload } from '../cluster/index.ts';
import { changeEvidence, eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, recentChange, type Scene, undo } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * ConfigMaps, Secrets and keys that a pod needs but that do not exist.
 * Signals: a template that refers to an object that does not exist while its pods wait in CreateContainerConfigError
 * or ContainerCreating; events `secret "x" not found`, `couldn't find key k in ConfigMap ns/x`, FailedMount.
 * Blames: the missing object, whether it was deleted or never existed. Spreads: every consumer fails.
 * Sources: kubernetes/pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables), volume/configmap, volume/secret;
 * kubernetes.io/docs/concepts/configuration/configmap, "Restrictions".
 */
export const configReferenceRule: Rule = (scene) => {
  const found = new Map<
    string,
    {
      target: ObjectRef;
      key: string | undefined;
      users: Map<string, { workload: Workload; where: string; evidence: Evidence[] }>;
      proof: 'state' | 'event';
    }
  >();
  const note = (
    target: ObjectRef,
    key: string | undefined,
    workload: Workload,
    where: string,
    evidence: Evidence[],
    proof: 'state' | 'event',
  ) => {
    const id = keyOf(target);
    const entry = found.get(id) ?? { target, key, users: new Map(), proof };
    const user = entry.users.get(workload.key);
    entry.users.set(workload.key, {
      workload,
      where: user === undefined || user.where === UNSEEN ? where : user.where,
      evidence: [...(user?.evidence ?? []), ...evidence],
    });
    if (proof === 'state') entry.proof = 'state';
    found.set(id, entry);
  };
  for (const { workload, troubles } of scene.signs) {
    if (!workload || !troubles.some(({ what }) => WAITS_FOR_CONFIG.has(what))) continue;
    for (const { target, key, evidence } of reportedMissing(scene, workload)) note(target, key, workload, UNSEEN, [evidence], 'event');
    for (const reference of scene.cluster.referencesOf(workload)) {
      const missing = isMissing(scene, reference);
      const isReported = found.has(keyOf(reference.target));
      if (missing) note(reference.target, reference.key, workload, reference.where, [missing], 'state');
      else if (isReported && found.get(keyOf(reference.target))!.users.has(workload.key))
        note(reference.target, reference.key, workload, reference.where, [], 'event');
    }
  }
  const named = [...found.values()].map(({ target, key, users, proof }) => candidateFor(scene, target, key, [...users.values()], proof));
  const explained = new Set([...found.values()].flatMap(({ users }) => [...users.keys()]));
  return [...named, ...scene.signs.flatMap(({ workload }) => (workload && !explained.has(workload.key) ? unnamedMissing(workload) : []))];
};

/** A container that waits for configuration whose name no message gives: some runtimes and older kubelets leave it out. */
function unnamedMissing(workload: Workload): Candidate[] {
  for (const pod of workload.pods)
    for (const { name, waiting } of pod.containers) {
      const [, kind] =
        (waiting?.reason === 'CreateContainerConfigError' && /\b(configmap|secret)s?\b.{0,500}not found/i.exec(waiting.message ?? '')) ||
        [];
      if (!kind || !waiting?.message) continue;
      const what = /secret/i.test(kind) ? 'Secret' : 'ConfigMap';
      const path = `status.containerStatuses[${name}].state.waiting.message`;
      return [
        {
          code: what === 'Secret' ? 'config.secret_missing' : 'config.configmap_missing',
          object: workload.ref,
          proof: 'state',
          own: true,
          summary: `Container ${name} of ${shown(workload.ref)} is not created: a ${what} that it needs does not exist.`,
          evidenceFor: [
            stateEvidence(pod.ref, path, waiting.message, `Container ${name} of ${pod.ref.name} is waiting: ${waiting.message}`),
          ],
          remedies: [
            {
              text: `Compare the ${what}s it refers to with those that exist.`,
              command: command`kubectl describe ${kindAndName(workload.ref)}`,
            },
            ...undo(workload.ref),
          ],
          hits: [hit(workload, 'missing configuration', `a ${what} that ${shown(workload.ref)} needs does not exist`)],
        },
      ];
    }
  return [];
}

/** The place of a reference that the snapshot does not show. */
const UNSEEN = 'its pod template';

/** The states in which a pod waits for a missing ConfigMap or Secret. */
const WAITS_FOR_CONFIG = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
  'ContainerCreating',
  'PodInitializing',
  'Pending',
  'NotReady',
]);

/** What the kubelet reports as missing. The newest message about an object counts, unless the object exists by now. */
function reportedMissing({ cluster }: Scene, workload: Workload): { target: ObjectRef; key: string | undefined; evidence: Evidence }[] {
  const messages = [
    ...cluster
      .eventsOf(workload)
      .filter(({ reason }) => /^(Failed|FailedMount|FailedCreatePodContainer)$/.test(reason))
      .map((event) => ({ message: event.message, evidence: eventEvidence(event) })),
    ...workload.pods.flatMap((pod) =>
      pod.containers.flatMap(({ name, waiting }) =>
        waiting?.message
          ? [
              {
                message: waiting.message,
                evidence: stateEvidence(
                  pod.ref,
                  `status.containerStatuses[${name}].state.waiting.message`,
                  waiting.message,
                  `Container ${name} of ${pod.ref.name} is waiting: ${waiting.message}`,
                ),
              },
            ]
          : [],
      ),
    ),
  ];
  const found = new Map<string, { target: ObjectRef; key: string | undefined; evidence: Evidence }>();
  for (const { message, evidence } of messages) {
    const named = /\b(secret|configmap)s? "([^"]+)" not found/i.exec(message);
    const lacks = /couldn't find key (\S+) in (Secret|ConfigMap) (?:([\w.-]+)\/)?([\w.-]+)/i.exec(message) ?? undefined;
    const volumeKey = /(secret|configmap) "?(?:[\w.-]+\/)?([\w.-]+)"? references non-existent (?:secret|config) key: (\S+)/i.exec(message);
    const kind = (word: string | undefined) => (/secret/i.test(word ?? '') ? 'Secret' : 'ConfigMap');
    const report = named
      ? { target: ref(kind(named[1]), workload.ref.namespace, named[2]!), key: undefined }
      : lacks
        ? { target: ref(kind(lacks[2]), workload.ref.namespace, lacks[4]!), key: lacks[1] }
        : volumeKey
          ? { target: ref(kind(volumeKey[1]), workload.ref.namespace, volumeKey[2]!), key: volumeKey[3] }
          : missingForVolume(workload, message);
    if (!report) continue;
    const object = cluster.find(report.target.kind, report.target.namespace, report.target.name);
    if (object && (report.key === undefined || hasKey(object.object, report.key))) continue;
    const id = `${keyOf(report.target)} ${report.key ?? ''} ${evidence.source.type}`;
    found.set(id, { ...report, evidence });
  }
  return [...found.values()];
}

/** What a failed mount lacks: its message names the volume, and the volume names the object (kubernetes/pkg/volume/{configmap,secret}). */
function missingForVolume(workload: Workload, message: string): { target: ObjectRef; key: string | undefined } | undefined {
  const [, name, why = ''] = /for volume "([^"]+)" ?: (.*)/s.exec(message) ?? [];
  const key = /references non-existent (?:secret|config) key: (\S+)/i.exec(why)?.[1];
  if (key === undefined && !/^object "[^"]*"\/"[^"]+" not registered/.test(why)) return undefined;
  const reference = referencesFrom(workload, name ?? '').find((one) => key === undefined || one.key === undefined || one.key === key);
  return reference && { target: reference.target, key };
}

function referencesFrom(workload: Workload, volume: string): TemplateReference[] {
  return templateReferences(workload.template, workload.ref.namespace).filter(
    ({ target, where }) => where === `volume ${volume}` && /^(Secret|ConfigMap)$/.test(target.kind),
  );
}

function hasKey(object: Record<string, unknown>, key: string): boolean {
  return key in texts(object.data) || key in fields(object.data) || key in fields(object.binaryData) || key in fields(object.stringData);
}

/** Proof that a reference points to nothing, if the snapshot holds objects of that kind in that namespace. */
function isMissing({ cluster }: Scene, reference: TemplateReference): Evidence | undefined {
  const { target, key, optional, where, forPull } = reference;
  if (optional || forPull || (target.kind !== 'Secret' && target.kind !== 'ConfigMap') || !cluster.knows(target.kind, target.namespace))
    return undefined;
  const object = cluster.find(target.kind, target.namespace, target.name);
  if (!object) return stateEvidence(target, 'metadata.name', target.name, `${where} refers to ${shown(target)}, which does not exist`);
  if (key === undefined || hasKey(object.object, key) || dig(object.object, 'data') === undefined) return undefined;
  return stateEvidence(
    target,
    'data',
    Object.keys(fields(object.object.data)).sort(),
    `${where} refers to the key ${key} of ${shown(target)}, which has no such key`,
  );
}

function candidateFor(
  scene: Scene,
  target: ObjectRef,
  key: string | undefined,
  users: { workload: Workload; where: string; evidence: Evidence[] }[],
  proof: 'state' | 'event',
): Candidate {
  const code = target.kind === 'Secret' ? 'config.secret_missing' : 'config.configmap_missing';
  const deletion = scene.cluster.changesOf(target).find((change) => change.op === 'deleted');
  const keyChange = recentChange(scene, target, ['data']);
  const referring = users
    .map(({ workload }) => recentChange(scene, workload.ref, ['config-reference', 'volumes']))
    .find((one) => one !== undefined);
  const change = deletion ?? keyChange ?? referring;
  const what = key === undefined ? shown(target) : `the key ${key} of ${shown(target)}`;
  const evidence = users.flatMap((user) => user.evidence);
  // If no template shows the reference, only the message connects the object with the workload: then the workload is blamed.
  const [first] = users;
  const isShown = users.some(({ where }) => where !== UNSEEN);
  return {
    code,
    object: isShown || !first ? target : first.workload.ref,
    proof,
    weight: 0.02,
    ...(key !== undefined && { title: `Key is missing in the ${target.kind}` }),
    own: true,
    summary: `${capital(what)} does not exist, but it is needed by ${users.map(({ workload, where }) => `${shown(workload.ref)} (${where})`).join(', ')}.`,
    evidenceFor: [...(change ? [changeEvidence(change)] : []), ...evidence.slice(0, 6)],
    remedies: remediesFor(
      target,
      key,
      users.map(({ workload }) => workload),
    ),
    hits: users.map(({ workload, where }) =>
      hit(workload, 'missing configuration', `${where} needs ${what}, so the container is not created`),
    ),
    ...(change && { change }),
  };
}

function remediesFor(target: ObjectRef, key: string | undefined, workloads: readonly Workload[]): Advice[] {
  const create =
    target.kind === 'Secret'
      ? command`kubectl create secret generic ${nameOf(target)} --from-literal=${dataKey(key)}=VALUE`
      : command`kubectl create configmap ${nameOf(target)} --from-literal=${dataKey(key)}=VALUE`;
  const edit = command`kubectl edit ${kindAndName(target)}`;
  return [
    {
      text:
        key === undefined
          ? `Create ${shown(target)}, or correct the name in the workload.`
          : `Add the key ${key}, or correct its name in the workload.`,
      command: key === undefined ? create : edit,
    },
    ...workloads.slice(0, 1).flatMap(({ ref: own }) => undo(own)),
  ];
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
