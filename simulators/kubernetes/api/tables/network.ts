import type { Obj } from '../../store/object.ts';
import { AGE, atMostThree, type Column, column, labelsText, NAME, NONE, selectorText, UNSET, wide } from './columns.ts';

type Any = Obj['spec'];

/** kubectl cuts long load balancer addresses at this width. Wide output would not, but a cell has one text. */
const ADDRESS_WIDTH = 16;

function loadBalancerAddresses(status: Any): string {
  const addresses = new Set(((status?.loadBalancer?.ingress ?? []) as Any[]).map(({ ip, hostname }) => ip || hostname).filter(Boolean));
  const text = [...addresses].sort().join(',');
  return text.length > ADDRESS_WIDTH ? `${text.slice(0, ADDRESS_WIDTH - 3)}...` : text;
}

function externalIp({ spec, status }: Obj): string {
  const own: string[] = spec?.externalIPs ?? [];
  switch (spec?.type ?? 'ClusterIP') {
    case 'ExternalName':
      return spec.externalName ?? '';
    case 'LoadBalancer':
      return [loadBalancerAddresses(status), ...own].filter(Boolean).join(',') || '<pending>';
    default:
      return own.join(',') || NONE;
  }
}

function servicePorts({ spec }: Obj): string {
  const ports = ((spec?.ports ?? []) as Any[]).map(
    ({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
  );
  return ports.join(',') || NONE;
}

function endpoints({ subsets }: Obj): string {
  const all = ((subsets ?? []) as Any[]).flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? (addresses as Any[]).map(({ ip }) => ip)
      : (ports as Any[]).flatMap(({ port }) => (addresses as Any[]).map(({ ip }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`)),
  );
  return subsets?.length ? atMostThree(all, '') : NONE;
}

function hosts({ spec }: Obj): string {
  const rules: Any[] = spec?.rules ?? [];
  const named = rules.map(({ host }) => host).filter(Boolean);
  return atMostThree(named, '*', rules.length - 3);
}

/** The columns of Services and of what leads to them. */
export const NETWORK: Record<string, Column[]> = {
  Service: [
    NAME,
    column('Type', ({ spec }) => spec?.type ?? 'ClusterIP'),
    column('Cluster-IP', ({ spec }) => spec?.clusterIPs?.[0] ?? spec?.clusterIP ?? NONE),
    column('External-IP', externalIp),
    column('Port(s)', servicePorts),
    AGE,
    wide('Selector', ({ spec }) => labelsText(spec?.selector)),
  ],
  Endpoints: [NAME, column('Endpoints', endpoints), AGE],
  EndpointSlice: [
    NAME,
    column('AddressType', ({ addressType }) => addressType ?? ''),
    column('Ports', ({ ports }) =>
      atMostThree(
        ((ports ?? []) as Any[]).map(({ port, name }) => String(port ?? name ?? '*')),
        UNSET,
      ),
    ),
    column('Endpoints', (slice) =>
      atMostThree(
        ((slice.endpoints ?? []) as Any[]).flatMap(({ addresses = [] }) => addresses),
        UNSET,
      ),
    ),
    AGE,
  ],
  Ingress: [
    NAME,
    column('Class', ({ spec }) => spec?.ingressClassName ?? NONE),
    column('Hosts', hosts),
    column('Address', ({ status }) => loadBalancerAddresses(status)),
    column('Ports', ({ spec }) => (spec?.tls?.length ? '80, 443' : '80')),
    AGE,
  ],
  NetworkPolicy: [NAME, column('Pod-Selector', ({ spec }) => selectorText(spec?.podSelector)), AGE],
};
