import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { items, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { isDatabase } from '../cluster/addresses.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, recentChange, type Scene, withChange } from '../rule.ts';
import { isCurrentFailure } from '../symptoms/services.ts';

/**
 * Databases that reject credentials, further connections or writes.
 * Signals: the drivers' errors in the log of the client or of the database itself: "Access denied for user" (MySQL
 * 1045), "password authentication failed" (PostgreSQL 28P01), WRONGPASS (Redis); "Too many connections" (1040), "too many
 * clients already" (53300); "--read-only option" (1290), "read-only transaction" (25006), READONLY.
 * Blames: the client or its Secret for credentials; the database's workload for connections and writes.
 * Sources: dev.mysql.com/doc/mysql-errors; postgresql.org/docs/current/errcodes-appendix.html.
 */
export const databaseRule: Rule = (scene) => [
  ...rejectedCredentials(scene),
  ...saturated(scene, 'connections-exhausted'),
  ...saturated(scene, 'read-only'),
];

/** The facts that matter now: all facts of failing workloads, and of the others the failures that continue. */
function factsOfType(scene: Scene, workload: Workload, type: FactType): LogFact[] {
  const sign = scene.signOf(workload);
  return scene.cluster
    .factsOf(workload)
    .filter(
      (fact) =>
        fact.type === type &&
        (sign ? sign.what !== 'CallsFailing' || isCurrentFailure(fact, scene.cluster.now) : isCurrentFailure(fact, scene.cluster.now)),
    );
}

function rejectedCredentials(scene: Scene): Candidate[] {
  return scene.cluster.workloads.flatMap((workload) => {
    const [fact] = factsOfType(scene, workload, 'credentials');
    if (!fact || !scene.signOf(workload) || servesDatabase(scene, workload)) return [];
    const secrets = scene.cluster
      .referencesOf(workload)
      .filter(({ target, forPull }) => (target.kind === 'Secret' || target.kind === 'ConfigMap') && !forPull);
    const change = secrets.map(({ target }) => recentChange(scene, target, ['data'])).find((one) => one !== undefined);
    const object: ObjectRef = change?.object ?? workload.ref;
    const candidate: Candidate = {
      code: 'dependency.db_credentials_invalid',
      object,
      proof: 'state',
      weight: -0.02,
      own: true,
      summary: `The database rejects the credentials of ${shown(workload.ref)}${fact.subject ? ` (user ${fact.subject})` : ''}.`,
      evidenceFor: [logEvidence(fact)],
      remedies: [
        {
          text: 'Correct the user and password where the workload reads them from.',
          command: command`kubectl describe ${kindAndName(workload.ref)}`,
        },
        ...uniqueRefs(secrets.filter(({ target }) => target.kind === 'Secret').map(({ target }) => target))
          .slice(0, 1)
          .map((target) => ({ text: `Check ${shown(target)}.`, command: command`kubectl edit ${kindAndName(target)}` })),
      ],
      hits: [
        hit(workload, 'credentials rejected', 'It cannot log in to its database'),
        ...complaining(scene).map((database) => hit(database, 'rejects a client', `It rejects ${shown(workload.ref)}`)),
      ],
      ...(fact.at !== undefined && { onset: fact.at }),
    };
    return [change ? { ...candidate, change } : withChange(scene, candidate, workload.ref, ['env', 'config-reference'])];
  });
}

/** Databases whose log says that they reject a client: that is the client's fault, not theirs. */
function complaining(scene: Scene): Workload[] {
  return scene.cluster.workloads.filter((one) => servesDatabase(scene, one) && factsOfType(scene, one, 'credentials').length > 0);
}

/** Whether a workload is itself a database: its Service has a database's port, or its image is that of a database. */
export function servesDatabase({ cluster }: Scene, workload: Workload): boolean {
  return (
    cluster.servicesOf(workload).some((service) => service.ports.some(({ port }) => isDatabase({ host: '', port }))) ||
    /(^|\/)(mysql|mariadb|postgres|mongo|percona)/i.test(text(items(workload.template.containers)[0]?.image) ?? '')
  );
}

function saturated(scene: Scene, type: 'connections-exhausted' | 'read-only'): Candidate[] {
  const found = new Map<string, { database: Workload; facts: LogFact[]; callers: Set<Workload> }>();
  for (const workload of scene.cluster.workloads) {
    for (const fact of factsOfType(scene, workload, type)) {
      const database = databaseOf(scene, workload, fact);
      if (!database) continue;
      const entry = found.get(database.key) ?? { database, facts: [], callers: new Set() };
      entry.facts.push(fact);
      if (workload !== database) entry.callers.add(workload);
      found.set(database.key, entry);
    }
  }
  return [...found.values()].map(({ database, facts, callers }) => ({
    code: type === 'read-only' ? 'dependency.db_read_only' : 'dependency.db_connections_exhausted',
    object: database.ref,
    proof: 'state',
    weight: callers.size > 0 ? 0 : -0.1,
    own: true,
    summary: type === 'read-only' ? `${shown(database.ref)} does not accept writes.` : `${shown(database.ref)} has no connections left.`,
    evidenceFor: facts.slice(0, 4).map((fact) => logEvidence(fact)),
    remedies:
      type === 'read-only'
        ? [
            {
              text: 'Make the primary writable, or point the clients at it.',
              command: command`kubectl describe ${kindAndName(database.ref)}`,
            },
          ]
        : [
            {
              text: 'Raise its connection limit, or reduce the connection pools of its clients.',
              command: command`kubectl describe ${kindAndName(database.ref)}`,
            },
          ],
    hits: [
      hit(database, type, type === 'read-only' ? 'It is in read-only mode' : 'Its connection limit is reached'),
      ...[...callers].map((caller) => hit(caller, 'database refuses', `It refuses ${shown(caller.ref)}`)),
    ],
  }));
}

/** The database behind a workload's error: the workload itself if it is a database, else the one that it calls. */
function databaseOf(scene: Scene, workload: Workload, fact: LogFact): Workload | undefined {
  if (servesDatabase(scene, workload)) return workload;
  const named = fact.host ? scene.cluster.names.resolve(fact.host, workload.ref.namespace) : undefined;
  const called = scene.cluster.callsOf(workload).find((call) => call.service && isDatabase(call));
  const service = named ?? called?.service;
  return service?.workloads[0] ?? likelyDatabase(scene, workload, fact);
}

/**
 * The most likely database if the address is hidden in a Secret: of the databases in the namespace the one that logs the
 * same error, else one that no other workload names in its template, because a named one has other users.
 */
function likelyDatabase(scene: Scene, workload: Workload, fact: LogFact): Workload | undefined {
  const databases = scene.cluster.workloads.filter((one) => one.ref.namespace === workload.ref.namespace && servesDatabase(scene, one));
  const complains = (one: Workload) => scene.cluster.factsOf(one).some(({ type }) => type === fact.type);
  const isNamed = (one: Workload) => scene.cluster.servicesOf(one).some((service) => scene.cluster.callersOf(service).length > 0);
  const kinship = (one: Workload) => (commonStart(one.ref.name, workload.ref.name) >= 2 ? 1 : 0);
  return databases.toSorted(
    (a, b) =>
      Number(complains(b)) - Number(complains(a)) ||
      kinship(b) - kinship(a) ||
      Number(isNamed(a)) - Number(isNamed(b)) ||
      (a.key < b.key ? -1 : 1),
  )[0];
}

/** The length of the common prefix of two names: related workloads often share one. */
function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
