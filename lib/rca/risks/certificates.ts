import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, text, time } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Finding, Ground, RiskCheck } from './check.ts';

const DAY_MS = 86_400_000;
/** Certificates that somebody has to replace by hand are told so long before, in ms. */
const SOON_MS = 14 * DAY_MS;
/** How late a renewal may be: cert-manager tries again every hour. */
const LATE_MS = 3_600_000;

/** A certificate that ends soon, and that nobody renews. Sources: RFC 5280, 4.1.2.5; cert-manager.io/docs/usage/certificate. */
export const certificateRisk: RiskCheck = {
  code: 'certificate.ends_soon',
  title: 'Certificate that ends soon',
  foretells: /^tls\.|^certificate\.|^admission\.webhook_unavailable/,
  find: (ground) => [
    ...ground.cluster.of('Certificate').flatMap((one) => managed(ground, one)),
    ...ground.cluster
      .of('Secret')
      .flatMap((one) => byHand(ground, one, 'tls.notAfter', dig(one.object, 'tls', 'notAfter')).filter(() => isUsed(ground, one))),
    ...(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const).flatMap((kind) =>
      ground.cluster
        .of(kind)
        .flatMap((one) =>
          items(one.object.webhooks).flatMap(({ clientConfig }) =>
            byHand(ground, one, 'webhooks[].clientConfig.caBundle', dig(clientConfig, 'caBundleNotAfter')),
          ),
        ),
    ),
  ],
};

/** One that cert-manager should have renewed. */
function managed({ now }: Ground, { ref, object }: Entity): Finding[] {
  const [end, renewal] = [time(dig(object, 'status', 'notAfter')), time(dig(object, 'status', 'renewalTime'))];
  if (end === undefined || (renewal === undefined ? end - now > SOON_MS : now - renewal < LATE_MS)) return [];
  return [finding(ref, 'status.notAfter', text(dig(object, 'status', 'notAfter')) ?? '', end <= now, 'it should have been renewed by now')];
}

function byHand({ now }: Ground, { ref }: Entity, path: string, value: unknown): Finding[] {
  const end = time(value);
  return end === undefined || end - now > SOON_MS ? [] : [finding(ref, path, String(value), end <= now, 'somebody has to replace it')];
}

function finding(object: ObjectRef, path: string, value: string, isOver: boolean, why: string): Finding {
  return {
    object,
    severity: isOver ? 'high' : 'medium',
    text: `The certificate in ${shown(object)} ${isOver ? `ended on ${value}` : `ends on ${value}, and ${why}`}.`,
    path,
    value,
    remedy: {
      text: 'Renew the certificate, or find out why it was not renewed.',
      command: command`kubectl describe ${kindAndName(object)}`,
    },
  };
}

/** Whether an Ingress or a workload uses a Secret that cert-manager does not renew. */
function isUsed({ cluster }: Ground, { ref, object }: Entity): boolean {
  if (text(dig(object, 'metadata', 'annotations', 'cert-manager.io/certificate-name'))) return false;
  if (cluster.consumersOf(ref).length > 0) return true;
  return cluster
    .of('Ingress')
    .some(
      (one) =>
        one.ref.namespace === ref.namespace && items(dig(one.object, 'spec', 'tls')).some(({ secretName }) => secretName === ref.name),
    );
}
