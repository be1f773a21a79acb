import { wordsOf } from './words.ts';

/**
 * Words that mean nearly the same to somebody who operates a cluster, a line for each meaning. A query for one of a line also finds the
 * others, with less weight. A phrase of several words counts only as a whole.
 */
const MEANINGS: readonly string[] = [
  // What Kubernetes calls things, and what people call them.
  'pod, pods, container, containers',
  'node, machine, host, vm, worker, server',
  'deployment, deploy, rollout, release, workload',
  'service, svc, endpoint, endpoints',
  'persistentvolumeclaim, pvc, claim, volume, storage, disk, pv, persistentvolume',
  'storageclass, storage class',
  'configmap, cm, config, configuration, settings',
  'secret, credential, credentials, password, token',
  'serviceaccount, sa, account',
  'horizontalpodautoscaler, hpa, autoscaler, autoscaling, rescale, scale, scaled',
  'poddisruptionbudget, pdb, disruption budget',
  'networkpolicy, network policy, netpol, firewall',
  'ingress, ingresses, route',
  'cronjob, cron job, cron, scheduled job, cj',
  'statefulset, sts',
  'daemonset, ds',
  'namespace, ns, project',
  'resourcequota, quota',
  'mutatingwebhookconfiguration, validatingwebhookconfiguration, admission webhook, webhook',
  // What goes wrong.
  'oom, oomkilled, oomkilling, out of memory, outofmemoryerror, memory, ram, heap, 137, killed for memory',
  'crash, crashing, crashloop, crashloopbackoff, backoff, restart, restarting, restarts, restart loop, dies, exits',
  'imagepullbackoff, errimagepull, pull, image pull, registry, pull image, manifest unknown',
  'not found, missing, does not exist, lacks, unknown, absent, unset, not set, enotfound',
  'failedscheduling, unschedulable, pending, schedule, scheduling, no node fits, nodes are available',
  'insufficient, not enough, too little, short of, lack',
  'probe, health check, liveness, readiness, healthcheck, unhealthy',
  'no space left, full, fill, filled, diskpressure, disk pressure, ephemeral storage, low on resource',
  'mount, mounted, attach, failedmount, failedattachvolume',
  'evicted, evict, eviction, low on resource',
  'notready, down, dead, lost, unreachable, gone, stopped posting',
  'reboot, rebooted, restarted machine',
  'dns, coredns, resolve, lookup, lookups, name resolution, getaddrinfo, enotfound, host name, no such host, nxdomain',
  'refused, refuse, refuses, rejects, econnrefused, too many clients',
  'timeout, timed out, time out, deadline, too long, deadline exceeded, took too long',
  'slow, slowly, latency, duration, throttled, throttling, took too long',
  'connection, connect, network, traffic',
  'block, blocked, blocks, deny, denied, default deny',
  'forbidden, denied, permission, permissions, unauthorized, access denied, accessdenied, not authorized, not allowed, may not, rbac, role, rolebinding, clusterrole, 403, 401, authorization',
  'login, authentication, auth, sign in, authorization',
  'certificate, cert, tls, ssl, x509, acme',
  'expired, expires, expire, ended, expiring, no longer valid',
  'exceeded, exceed, exceeds, exhausted, used up, over limit, limit, ran out, out of',
  'rate limit, toomanyrequests, too many requests, 429',
  'stuck, hangs, hanging, not progress, progressdeadlineexceeded, never become ready',
  'selector, select, selects, selects no pods, label, labels, no endpoints',
  'failed, fail, fails, failing, failure, failures, error, errors, broken, problem, problems, trouble, issue, issues',
  'wrong, invalid, incorrect, bad',
  '500, internal server error, error rate',
  '502, bad gateway, gateway, upstream',
  'database, db, postgres, postgresql, sql, mysql',
  'queue, broker, topic, kafka, rabbitmq, amqp, messages',
  'backup, backups, dump',
  'lag, behind, pile up, piles up, backlog',
  'gpu, cuda, accelerator, nvidia',
  'ip, ips, ip address, ip addresses, address',
  'upload, put, putobject, write',
  'import, module, modulenotfounderror, package',
  'null, nullpointerexception, npe, null pointer, nil',
  'in use, already used, already in use',
  // What people do in the portal.
  'pay, payment, invoice, invoices, bill, billing, card, receipt, charge, price, cost',
  'plan, subscription, upgrade, downgrade, cancel',
  'member, colleague, teammate, coworker, user, invite, invitation',
  'key, token, api key, api keys',
  'mfa, 2fa, two factor, totp, authenticator, second factor',
  'sso, single sign on, oidc, saml, okta, entra, identity provider',
  'changes, change, changed, deployed, edited, modified, history, diff',
  'author, who, by whom',
  'export, download, gdpr, takeout',
  'delete, deletion, erase, remove, close',
  'install, setup, set up, connect, helm',
  'used, usage, consumption, metered',
  'noisy, noise, loud, loudest, frequent, most frequent',
  'breaks, break, blast radius, impact, depends, dependencies, affected',
  'new, create, make, add',
];

const phrases = MEANINGS.map((line) => line.split(', ').map((phrase) => wordsOf(phrase)));

/** The most words of a phrase. */
const LONGEST = Math.max(...phrases.flat().map((words) => words.length));

/** For each phrase, its stems joined by spaces, the numbers of the meanings that it has. */
const meanings = new Map<string, number[]>();
for (const [number, line] of phrases.entries()) {
  for (const words of line) {
    const phrase = words.join(' ');
    if (words.length > 0) meanings.set(phrase, [...new Set([...(meanings.get(phrase) ?? []), number])]);
  }
}

/** A meaning as a token (`=12`) that no text contains, and the words that have it. */
export interface Meaning {
  token: string;
  words: readonly string[];
}

/** How many of the wordings of a meaning are said to a model: more of them drown what the text itself says. */
const WORDINGS = 2;

/**
 * Usual wordings of what a text means, for a model that knows English better than Kubernetes: `oom oomkilled` for a text that says
 * `killed for memory`. Empty for a text without a known meaning.
 */
export function wordingsOf(text: string): string {
  return meaningsOf(wordsOf(text))
    .map(({ token }) => MEANINGS[Number(token.slice(1))]?.split(', ').slice(0, WORDINGS).join(' '))
    .join(', ');
}

/** What words mean, read from the left, the longest phrase first: the words of a phrase have no other meaning besides. */
export function meaningsOf(words: readonly string[]): Meaning[] {
  const found = new Map<string, Meaning>();
  for (let start = 0; start < words.length; ) {
    let phrase = words.slice(start, start + LONGEST);
    while (phrase.length > 1 && !meanings.has(phrase.join(' '))) phrase = phrase.slice(0, -1);
    for (const number of meanings.get(phrase.join(' ')) ?? []) {
      const token = `=${number}`;
      if (phrase.length > (found.get(token)?.words.length ?? 0)) found.set(token, { token, words: phrase });
    }
    start += phrase.length;
  }
  return [...found.values()];
}
