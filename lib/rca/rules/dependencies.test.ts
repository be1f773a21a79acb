import { expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { deployment, log, service, snapshotOf, WINDOW } from '../testing/snapshots.ts';

/** The codes of all causes while checkout, which runs, cannot resolve a host that its environment names. */
function causes(host: string, why: string): string[] {
  const resources = [...deployment('checkout', { env: [{ name: 'TARGET_URL', value: `https://${host}/v1` }] }), service('checkout')];
  const lines = Array.from({ length: 5 }, () => `Post "https://${host}/v1": dial tcp: lookup ${host} on 10.96.0.10:53: ${why}`);
  return diagnose(snapshotOf(resources, { logs: [log('checkout', lines)] }), WINDOW).causes.map(({ code }) => code);
}

it.each([
  ['api.bank.example.com', 'read udp 10.1.0.4:40000->10.96.0.10:53: i/o timeout', false],
  ['api.bank.example.com', 'server misbehaving', false],
  ['api.bank.example.com', 'no such host', true],
  ['cartt', 'no such host', true],
])('the address %s is wrong only if a name server says so: %s', (host, why, isWrong) =>
  expect(causes(host, why).includes('config.dependency_address_wrong')).toBe(isWrong),
);
