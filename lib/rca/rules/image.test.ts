import { describe, expect, it } from 'vitest';
import { diagnosisOf, eventAbout, firstOf, lonePod, newStyle } from '../testing/minimal.ts';

/** The errors of registries and runtimes: docker, containerd, CRI-O; Docker Hub, ECR, GAR, ACR, Quay, Harbor, OpenShift. */
const PULLS: [string, string, string][] = [
  [
    'image.reference_invalid',
    'nginx:1.99',
    'rpc error: code = Unknown desc = Error response from daemon: manifest for nginx:1.99 not found: manifest unknown: manifest unknown',
  ],
  [
    'image.reference_invalid',
    'docker.io/library/nginx:1.99',
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.99": failed to resolve reference "docker.io/library/nginx:1.99": docker.io/library/nginx:1.99: not found',
  ],
  [
    'image.reference_invalid',
    'quay.io/acme/app:v9',
    'rpc error: code = Unknown desc = reading manifest v9 in quay.io/acme/app: manifest unknown',
  ],
  [
    'image.reference_invalid',
    'quay.io/acme/app:v9',
    'unable to pull image or OCI artifact: pull image err: initializing source docker://quay.io/acme/app:v9: reading manifest v9 in quay.io/acme/app: manifest unknown: manifest unknown; artifact err: get manifest: build image source: reading manifest v9 in quay.io/acme/app: manifest unknown',
  ],
  [
    'image.reference_invalid',
    'gcr.io/p/app:v1',
    'rpc error: code = Unknown desc = Error response from daemon: manifest for gcr.io/p/app:v1 not found: manifest unknown: Failed to fetch "v1" from request "/v2/p/app/manifests/v1".',
  ],
  [
    'image.reference_invalid',
    'acme.azurecr.io/app:2',
    'rpc error: code = Unknown desc = Error response from daemon: manifest for acme.azurecr.io/app:2 not found: manifest unknown: manifest tagged by "2" is not found',
  ],
  [
    'image.reference_invalid',
    'ghcr.io/acme/app@sha256:0000',
    'failed to pull and unpack image "ghcr.io/acme/app@sha256:0000": failed to resolve reference "ghcr.io/acme/app@sha256:0000": ghcr.io/acme/app@sha256:0000: not found',
  ],
  [
    'image.reference_invalid',
    'acme/app:arm',
    'rpc error: code = Unknown desc = no matching manifest for linux/arm64/v8 in the manifest list entries',
  ],
  [
    'image.reference_invalid',
    'acme/app:1',
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/app:1": no match for platform in manifest: not found',
  ],
  [
    'image.reference_invalid',
    'quay.io/acme/app:1',
    'choosing an image from manifest list docker://quay.io/acme/app:1: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
  ],
  [
    'image.reference_invalid',
    'ngnix',
    "rpc error: code = Unknown desc = Error response from daemon: pull access denied for ngnix, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'image.reference_invalid',
    'ngnix',
    'failed to pull and unpack image "docker.io/library/ngnix:latest": failed to resolve reference "docker.io/library/ngnix:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    'image.pull_secret_missing',
    'acme/private:1',
    "rpc error: code = Unknown desc = Error response from daemon: pull access denied for acme/private, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'image.pull_secret_missing',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/app/manifests/1: no basic auth credentials',
  ],
  [
    'image.pull_secret_missing',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1',
    "pull access denied for 123456789012.dkr.ecr.us-east-1.amazonaws.com/app, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.",
  ],
  [
    'image.pull_secret_missing',
    'europe-docker.pkg.dev/p/r/app:1',
    'failed to resolve reference "europe-docker.pkg.dev/p/r/app:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-docker.pkg.dev/v2/token?scope=repository: 403 Forbidden',
  ],
  [
    'image.pull_secret_missing',
    'europe-docker.pkg.dev/p/r/app:1',
    'denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/europe/repositories/r" (or it may not exist)',
  ],
  [
    'image.pull_secret_missing',
    'acme.azurecr.io/app:2',
    'failed to resolve reference "acme.azurecr.io/app:2": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://acme.azurecr.io/oauth2/token?scope=repository: 401 Unauthorized',
  ],
  [
    'image.pull_secret_missing',
    'harbor.acme.io/lib/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: unauthorized: unauthorized to access repository: lib/app, action: pull: unauthorized to access repository: lib/app, action: pull',
  ],
  [
    'image.pull_secret_missing',
    'image-registry.openshift-image-registry.svc:5000/x/y',
    'rpc error: code = Unknown desc = reading manifest latest in image-registry.openshift-image-registry.svc:5000/x/y: authentication required',
  ],
  [
    'image.pull_secret_missing',
    'registry.redhat.io/ubi9/x:1',
    'rpc error: code = Unknown desc = unable to retrieve auth token: invalid username/password: unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials.',
  ],
  [
    'registry.dns_failure',
    'regsitry.acme.io/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get https://regsitry.acme.io/v2/: dial tcp: lookup regsitry.acme.io on 10.0.0.2:53: no such host',
  ],
  [
    'registry.dns_failure',
    'registry.acme.io/app:1',
    'failed to do request: Head "https://registry.acme.io/v2/app/manifests/1": dial tcp: lookup registry.acme.io: i/o timeout',
  ],
  [
    'registry.dns_failure',
    'registry.k8s.io/pause:3.9',
    'failed to do request: Head "https://registry.k8s.io/v2/pause/manifests/3.9": dial tcp: lookup registry.k8s.io on 127.0.0.53:53: server misbehaving',
  ],
  [
    'registry.dns_failure',
    'registry.acme.io/app:1',
    'pinging container registry registry.acme.io: Get "https://registry.acme.io/v2/": dial tcp: lookup registry.acme.io: Temporary failure in name resolution',
  ],
  [
    'registry.unreachable',
    '10.0.0.5:5000/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get http://10.0.0.5:5000/v2/: dial tcp 10.0.0.5:5000: connect: connection refused',
  ],
  [
    'registry.unreachable',
    'acme/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'registry.unreachable',
    'acme/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: TLS handshake timeout',
  ],
  [
    'registry.unreachable',
    'registry.acme.io/app:1',
    'failed to resolve reference "registry.acme.io/app:1": failed to do request: Head "https://registry.acme.io/v2/app/manifests/1": x509: certificate signed by unknown authority',
  ],
  [
    'registry.unreachable',
    '10.0.0.5:5000/app:1',
    'failed to do request: Head "https://10.0.0.5:5000/v2/app/manifests/1": http: server gave HTTP response to HTTPS client',
  ],
  [
    'registry.unreachable',
    'redis:7',
    'rpc error: code = Unknown desc = reading manifest 7 in docker.io/library/redis: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ],
  [
    'registry.unreachable',
    'redis:7',
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/redis/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.',
  ],
  [
    'registry.unreachable',
    'quay.io/acme/app:1',
    'rpc error: code = Unknown desc = Error response from daemon: received unexpected HTTP status: 502 Bad Gateway',
  ],
  [
    'registry.unreachable',
    'ghcr.io/acme/app:1',
    'failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 503 Service Unavailable',
  ],
  [
    'registry.unreachable',
    'ghcr.io/acme/app:1',
    'failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": dial tcp 140.82.121.33:443: i/o timeout',
  ],
  [
    'registry.unreachable',
    'acme/app:1',
    'rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "docker.io/acme/app:1": failed to copy: httpReadSeeker: failed open: context deadline exceeded',
  ],
];

describe.each(PULLS)('%s for %s', (code, image, message) => {
  const failed = eventAbout('Pod', 'web', 'Failed', `Failed to pull image "${image}": ${message}`);
  const backOff = eventAbout('Pod', 'web', 'BackOff', `Back-off pulling image "${image}"`, 'Normal');

  it('from a pod and its events', () =>
    expect(
      firstOf({ resources: [lonePod('web', { waiting: ['ImagePullBackOff'], container: { image } })], events: [failed, backOff] }),
    ).toBe(`${code} Pod/web`));

  it('from the waiting message alone, as in Kubernetes 1.31 and later', () =>
    expect(
      firstOf({
        resources: [
          lonePod('web', {
            waiting: ['ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`],
            container: { image },
          }),
        ],
      }),
    ).toBe(`${code} Pod/web`));

  it('from events of the new API alone', () => expect(firstOf({ events: [newStyle(failed), newStyle(backOff)] })).toBe(`${code} Pod/web`));
});

describe('an image', () => {
  it.each([
    ['ErrImageNeverPull', 'Container image "app:dev" is not present with pull policy of Never'],
    [
      'InvalidImageName',
      'Failed to apply default image tag "nginx:1.0:2": couldn\'t parse image name "nginx:1.0:2": invalid reference format',
    ],
    [
      'InvalidImageName',
      'Failed to apply default image tag "Acme/App": couldn\'t parse image reference "Acme/App": invalid reference format: repository name must be lowercase',
    ],
  ])('that has an invalid name or may not be pulled waits in %s', (reason, message) => {
    expect(firstOf({ resources: [lonePod('web', { waiting: [reason, message] })] })).toBe('image.reference_invalid Pod/web');
    expect(
      firstOf({
        events: [
          eventAbout('Pod', 'web', reason === 'InvalidImageName' ? 'InspectFailed' : reason, message),
          eventAbout('Pod', 'web', 'Failed', `Error: ${reason}`),
        ],
      }),
    ).toBe('image.reference_invalid Pod/web');
  });

  it('cannot be pulled if its pull secret does not exist', () => {
    const pod = lonePod('web', {
      waiting: ['ImagePullBackOff'],
      container: { image: 'registry.acme.io/app:1' },
      spec: { imagePullSecrets: [{ name: 'regcred' }] },
    });
    const events = [
      eventAbout(
        'Pod',
        'web',
        'FailedToRetrieveImagePullSecret',
        'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
      ),
      eventAbout('Pod', 'web', 'BackOff', 'Back-off pulling image "registry.acme.io/app:1"', 'Normal'),
    ];
    expect(firstOf({ resources: [pod], events })).toBe('image.pull_secret_missing Pod/web');
  });

  it('that the registry refuses with an ambiguous error may not exist either', () => {
    const message =
      'Failed to pull image "acme/private:1": pull access denied for acme/private, repository does not exist or may require \'docker login\'';
    const codes = diagnosisOf({ events: [eventAbout('Pod', 'web', 'Failed', message)] }).causes.map(({ code }) => code);
    expect(codes.slice(0, 2)).toEqual(['image.pull_secret_missing', 'image.reference_invalid']);
  });

  it("that does not fit on the node's disk is the fault of the node", () => {
    const message =
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/app:1": failed to extract layer sha256:1: write /var/lib/containerd/x: no space left on device: unknown';
    expect(
      firstOf({
        resources: [lonePod('web', { waiting: ['ErrImagePull'], container: { image: 'acme/app:1' } })],
        events: [eventAbout('Pod', 'web', 'Failed', message)],
      }),
    ).toBe('node.resource_pressure Node/worker-1');
  });
});
