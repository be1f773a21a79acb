import { serviceNamesOf } from '#lib/kubernetes/service-hosts.ts';
import { type TemplateHost, templateHosts } from '#lib/kubernetes/template-references.ts';
import type { Service } from './services.ts';
import type { Workload } from './workloads.ts';

/** A host that a workload is configured to call, with the Service of that name if there is one. */
export interface Call extends TemplateHost {
  from: Workload;
  service: Service | undefined;
}

/** Finds Services by the names that pods use for them. */
export interface ServiceNames {
  /** The Service that a host or cluster IP refers to in a pod of the namespace `from`. */
  resolve(host: string, from: string | undefined): Service | undefined;
}

/** Index of Services by namespace and name, and by cluster IP. */
export function serviceNames(services: readonly Service[]): ServiceNames {
  const byName = new Map(services.map((one) => [`${one.ref.namespace ?? ''}/${one.ref.name}`, one]));
  const byIp = new Map(services.filter((one) => one.clusterIp && one.clusterIp !== 'None').map((one) => [one.clusterIp!, one]));
  const find = (host: string, from: string | undefined) =>
    serviceNamesOf(host, from)
      .map(({ namespace, name }) => byName.get(`${namespace ?? ''}/${name}`))
      .find((service) => service !== undefined);
  return { resolve: (host, from) => byIp.get(host) ?? find(host, from) };
}

/** The hosts that a workload is configured to call in its environment, commands and arguments. */
export function callsOf(workload: Workload, names: ServiceNames): Call[] {
  return templateHosts(workload.template).map((call) => ({
    ...call,
    from: workload,
    service: names.resolve(call.host, workload.ref.namespace),
  }));
}
