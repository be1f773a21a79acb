import { byText } from '#lib/kubernetes/canonical.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Entity, Inventory } from './entities.ts';

/** A call of an admission webhook that failed. */
export interface WebhookCall {
  /** The name of the webhook in its configuration. */
  name: string;
  /** The Service that was called, if it is one of the cluster. */
  service: ObjectRef | undefined;
  /** The end of the message: why the call failed. */
  reason: string | undefined;
}

/** Reads the API server's message about a webhook that it could not call; undefined for any other message. */
export function hookCalled(message: string): WebhookCall | undefined {
  const [, name] = /failed calling webhook "([^"]{1,253})"/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const [, service, namespace] = /https?:\/\/([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})\.svc[:/.?]/.exec(message) ?? [];
  const [, reason] = /[?:/]\S{0,200}"?: ([^"\n]{3,300}(?:"[^"\n]{1,300}"[^"\n]{0,300})?)$/.exec(message) ?? [];
  return { name, service: service && namespace ? ref('Service', namespace, service) : undefined, reason };
}

const KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

/** The configuration of a webhook: the one that has its name, else the only one that calls the same Service. */
export function configurationOf(inventory: Inventory, { name, service }: WebhookCall): Entity | undefined {
  const all = KINDS.flatMap((kind) => inventory.of(kind));
  const named = all.find(({ object }) => items(object.webhooks).some((hook) => text(hook.name) === name));
  if (named || !service) return named;
  const calling = all.filter((one) => servicesCalledBy(one).some((called) => isSame(called, service)));
  return calling.length === 1 ? calling[0] : undefined;
}

/** The configurations whose webhooks call a Service, in the order of their names. */
export function configurationsCalling(inventory: Inventory, service: ObjectRef): Entity[] {
  return KINDS.flatMap((kind) => inventory.of(kind))
    .filter((one) => servicesCalledBy(one).some((called) => isSame(called, service)))
    .sort((a, b) => byText(a.key, b.key));
}

function servicesCalledBy({ object }: Entity): ObjectRef[] {
  return items(object.webhooks).flatMap((hook) => {
    const [name, namespace] = [text(dig(hook, 'clientConfig', 'service', 'name')), text(dig(hook, 'clientConfig', 'service', 'namespace'))];
    return name && namespace ? [ref('Service', namespace, name)] : [];
  });
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}
