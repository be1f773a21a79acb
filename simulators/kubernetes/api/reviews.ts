import { isMap } from '../store/merge-patch.ts';
import { isoTime } from '../store/object.ts';
import type { Api } from './context.ts';
import { isAllowed, type PathAccess, type ResourceAccess, rulesFor } from './rbac.ts';
import type { Review } from './resources.ts';
import { badRequest } from './status.ts';
import { serviceAccountUser, type User } from './users.ts';
import { existing, type Target } from './write.ts';

/** Answers a review: what the user may do, or who the user is. Throws BadRequest. */
export function answerReview(api: Api, review: Review, user: User, body: unknown): object {
  if (!isMap(body)) throw badRequest(`the body must be a ${review.kind}`);
  const spec = isMap(body.spec) ? body.spec : {};
  const head = {
    kind: review.kind,
    apiVersion: `${review.group}/${review.version}`,
    metadata: { creationTimestamp: null as string | null },
  };
  switch (review.kind) {
    case 'SelfSubjectReview':
      return {
        ...head,
        metadata: { creationTimestamp: isoTime(api.now()) },
        status: { userInfo: { username: user.name, groups: user.groups } },
      };
    case 'SelfSubjectRulesReview': {
      const rules = rulesFor(api.store, user, typeof spec.namespace === 'string' ? spec.namespace : undefined);
      return {
        ...head,
        spec: {},
        status: {
          resourceRules: rules.filter((rule) => rule.resources),
          nonResourceRules: rules.filter((rule) => rule.nonResourceURLs),
          incomplete: false,
        },
      };
    }
    default:
      return { ...head, spec, status: { allowed: isAllowed(api.store, user, accessOf(spec)) } };
  }
}

function accessOf(spec: Record<string, unknown>): ResourceAccess | PathAccess {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  if (isMap(path)) return { verb: String(path.verb ?? ''), path: String(path.path ?? '') };
  if (!isMap(resource))
    throw badRequest('spec: Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified');
  const text = (field: string) => String(resource[field] ?? '');
  return {
    verb: text('verb'),
    group: text('group'),
    resource: text('subresource') ? `${text('resource')}/${text('subresource')}` : text('resource'),
    ...(text('namespace') && { namespace: text('namespace') }),
    ...(text('name') && { name: text('name') }),
  };
}

/** Issues a token for a service account (authentication.k8s.io/v1 TokenRequest). Throws NotFound. */
export function requestToken(api: Api, target: Target, body: unknown): object {
  const account = existing(api, target);
  const spec = isMap(body) && isMap(body.spec) ? body.spec : {};
  const seconds = Number(spec.expirationSeconds ?? 3600);
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name: target.name, namespace: target.namespace, creationTimestamp: isoTime(api.now()) },
    spec: { audiences: ['https://kubernetes.default.svc'], expirationSeconds: seconds, ...spec },
    status: {
      token: api.tokens.issue(serviceAccountUser(account.metadata.namespace ?? '', target.name), api.now() + seconds * 1000),
      expirationTimestamp: isoTime(api.now() + seconds * 1000),
    },
  };
}
