import { command, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { dig, items, text, time } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, hit, type Rule, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';
import { issuerOf } from './custom-kinds.ts';

/**
 * Certificates that have expired or are not valid yet.
 * Signals: notAfter of a TLS Secret (as the agent reports it) in the past; a cert-manager Certificate with Ready=False.
 * Blames: the Secret or Certificate. Spreads: TLS clients of the Ingress or workload that uses it.
 * Sources: RFC 5280, 4.1.2.5; cert-manager.io/docs/troubleshooting.
 */
export const certificateRule: Rule = (scene) => {
  const { cluster } = scene;
  const secrets = cluster.of('Secret').flatMap((secret) => {
    const [end, begin] = [time(dig(secret.object, 'tls', 'notAfter')), time(dig(secret.object, 'tls', 'notBefore'))];
    const isOver = end !== undefined && end <= cluster.now;
    const isEarly = begin !== undefined && begin > cluster.now;
    if (!isOver && !isEarly) return [];
    const ingresses = cluster
      .of('Ingress')
      .filter(
        (one) =>
          one.ref.namespace === secret.ref.namespace &&
          items(dig(one.object, 'spec', 'tls')).some(({ secretName }) => secretName === secret.ref.name),
      );
    const hits: Hit[] = [
      ...cluster.consumersOf(secret.ref).map((one) => hit(one, 'certificate not valid', `It uses ${secret.ref.name}`)),
      ...ingresses.map(({ ref: to }) => ({ to, mechanism: 'certificate not valid', text: `It serves TLS with ${secret.ref.name}` })),
    ];
    if (hits.length === 0) return [];
    const when = text(dig(secret.object, 'tls', isOver ? 'notAfter' : 'notBefore')) ?? '';
    const candidate: Candidate = {
      code: 'tls.certificate_invalid',
      object: secret.ref,
      proof: 'state',
      weight: -0.04,
      own: true,
      summary: `The certificate in ${shown(secret.ref)} ${isOver ? `expired on ${when}` : `is not valid before ${when}`}.`,
      evidenceFor: [
        stateEvidence(
          secret.ref,
          isOver ? 'tls.notAfter' : 'tls.notBefore',
          when,
          `The certificate ${isOver ? 'expired' : 'becomes valid'} on ${when}`,
        ),
      ],
      remedies: [
        {
          text: 'Replace the certificate in the Secret with a valid one.',
          command: command`kubectl create secret tls ${nameOf(secret.ref)} --cert=FILE --key=FILE --dry-run=client -o yaml | kubectl apply -f -`,
        },
      ],
      hits,
      ...(isOver && end !== undefined && { onset: end }),
    };
    return [withChange(scene, candidate, secret.ref, ['data'])];
  });
  const certificates = cluster.of('Certificate').flatMap((certificate) => {
    const ready = items(dig(certificate.object, 'status', 'conditions')).find(({ type }) => type === 'Ready');
    if (ready?.status !== 'False') return [];
    const issuer = issuerOf(certificate);
    const message = text(ready.message) ?? text(ready.reason) ?? 'not ready';
    const candidate: Candidate = {
      code: 'tls.certificate_invalid',
      object: certificate.ref,
      proof: 'state',
      weight: -0.12,
      own: true,
      summary: sentence(`${shown(certificate.ref)} is not ready: ${message}`),
      evidenceFor: [stateEvidence(certificate.ref, 'status.conditions[Ready]', 'False', `Ready is False: ${message}`)],
      remedies: [{ text: 'Find out why it was not issued.', command: command`kubectl describe ${kindAndName(certificate.ref)}` }],
      hits: [{ to: certificate.ref, mechanism: 'not issued', text: message }],
      ...(issuer && { yieldsTo: [issuer] }),
    };
    return [candidate];
  });
  return [...secrets, ...certificates];
};
