import { expect, it } from 'vitest';
import { eventAbout, firstOf, plain } from '../testing/minimal.ts';

const spec = { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] };
const balancer = (ingress?: object[]) => [plain('Service', 'front', { spec, status: { loadBalancer: { ...(ingress && { ingress }) } } })];
const failed = eventAbout(
  'Service',
  'front',
  'SyncLoadBalancerFailed',
  'Error syncing load balancer: failed to ensure load balancer: quota exceeded',
);

it('a load balancer without an address is to blame as long as a warning is the last event about it', () => {
  expect(firstOf({ resources: balancer(), events: [failed] })).toBe('resource.not_reconciled Service/front');
  expect(firstOf({ resources: balancer([{ ip: '192.0.2.7' }]), events: [failed] })).toContain('no cause');
  expect(firstOf({ resources: balancer() })).toContain('no cause');
});

it('an Ingress that its controller cannot set up is to blame', () => {
  const ingress = plain('Ingress', 'front', { apiVersion: 'networking.k8s.io/v1', spec: { rules: [] }, status: { loadBalancer: {} } });
  const event = eventAbout('Ingress', 'front', 'FailedDeployModel', 'Failed deploy model due to AccessDenied: not authorized');
  expect(firstOf({ resources: [ingress], events: [event] })).toBe('ingress.misconfigured Ingress/front');
});
