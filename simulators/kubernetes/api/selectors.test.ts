import { expect, test } from 'vitest';
import { kindNamed } from '../store/kinds.ts';
import type { Obj } from '../store/object.ts';
import { fieldSelector, labelSelector } from './selectors.ts';

const labelled = (labels: Record<string, string>) => ({ metadata: { labels } }) as unknown as Obj;

test.each([
  ['app=web', { app: 'web' }, true],
  ['app==web', { app: 'api' }, false],
  ['app=web', {}, false],
  ['app!=web', { app: 'api' }, true],
  ['app!=web', {}, true],
  ['app in (web,api)', { app: 'api' }, true],
  ['app in (web, api)', { app: 'db' }, false],
  ['app in (web)', {}, false],
  ['app notin (web)', { app: 'web' }, false],
  ['app notin (web)', {}, true],
  ['app', { app: '' }, true],
  ['app', {}, false],
  ['!app', {}, true],
  ['!app', { app: 'web' }, false],
  ['weight>3', { weight: '4' }, true],
  ['weight<3', { weight: '4' }, false],
  ['app=', { app: '' }, true],
  ['app in (web,api),tier!=front, example.com/team', { app: 'web', 'example.com/team': 'x' }, true],
  ['app in (web,api),tier=front', { app: 'web' }, false],
] as const)('the label selector %s on %o gives %s', (selector, labels, selected) => {
  expect(labelSelector(selector)(labelled(labels))).toBe(selected);
});

test.each(['app in web', 'a=b=c', '=web', 'app in (a', 'a b'])('the label selector %s is refused', (selector) => {
  expect(() => labelSelector(selector)).toThrow('unable to parse requirement');
});

const pod = {
  metadata: { name: 'web', namespace: 'shop' },
  spec: { nodeName: 'node-1' },
  status: { phase: 'Running' },
} as unknown as Obj;

test.each([
  ['metadata.name=web', true],
  ['metadata.name=web,metadata.namespace=shop', true],
  ['metadata.namespace!=shop', false],
  ['spec.nodeName=node-1,status.phase!=Succeeded,status.phase!=Failed', true],
  ['spec.nodeName=', false],
  ['status.phase==Pending', false],
])('for a running pod the field selector %s gives %s', (selector, selected) => {
  expect(fieldSelector(kindNamed('Pod'), selector)(pod)).toBe(selected);
});

test('nodes are selected by unschedulable, which defaults to false', () => {
  const node = { metadata: { name: 'n' }, spec: {} } as unknown as Obj;
  expect(fieldSelector(kindNamed('Node'), 'spec.unschedulable=false')(node)).toBe(true);
});

test('events are selected by the object they are about', () => {
  const event = {
    metadata: {},
    involvedObject: { kind: 'Pod', name: 'web', uid: 'u1' },
    type: 'Warning',
    reason: 'BackOff',
  } as unknown as Obj;
  expect(fieldSelector(kindNamed('Event'), 'involvedObject.name=web,involvedObject.uid=u1,type=Warning,reason!=Pulled')(event)).toBe(true);
});

test('an unsupported field of a kind is refused as by the real server', () => {
  expect(() => fieldSelector(kindNamed('Pod'), 'spec.image=x')).toThrow('field label not supported: spec.image');
  expect(() => fieldSelector(kindNamed('Node'), 'metadata.namespace=x')).toThrow('field label not supported: metadata.namespace');
  expect(() => fieldSelector(kindNamed('Pod'), 'nonsense')).toThrow("invalid selector: 'nonsense'");
});
