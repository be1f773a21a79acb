import type { PartsOf, RunningRole } from './role.ts';

const SEAL_MS = 5_000;
const REMIND_MS = 3_600_000;
const FORGET_MS = 3_600_000;
const SSO_MS = 900_000;
/** How long records of ended sessions are kept, for the addresses that an account is known from. */
const SESSIONS_KEPT_MS = 90 * 86_400_000;

export const name = 'auditor';
export const purpose = 'seals the audit log, reminds of keys, forgets what is past, re-encrypts secrets, checks domains and the status';
export const queues = [] as const;
export const thread = 'main';

/**
 * Ties new entries of the audit log into the chains of their clients, reminds of keys that end soon, deletes the records of sessions
 * that ended long ago and the answers that are no longer repeated, encrypts with the current SECRET_KEY what is encrypted with an older one, and checks what single sign-on
 * rests on: the DNS records of mail domains and the discovery documents of issuers. Each minute it records how the parts of the
 * installation are, for the status page.
 */
export async function start({ db, settings, clock, logger }: PartsOf['main']): Promise<RunningRole> {
  const { sealAudit } = await import('#lib/audit/index.ts');
  const { forgetOldSessions, remindOfExpiry } = await import('#lib/auth/index.ts');
  const { LOOK_MS, lookAtStatus, rotateSecrets } = await import('#lib/admin/index.ts');
  const { forgetOldAnswers } = await import('#lib/api/index.ts');
  const rotating = rotate();
  async function rotate(): Promise<void> {
    try {
      const report = (place: string, done: number) => logger.info({ place, done }, 'secrets are encrypted with the current SECRET_KEY');
      const { secrets, remaining } = await rotateSecrets(db, settings.secretKey, report);
      if (remaining > 0)
        logger.error(
          { secrets, remaining },
          'some secrets cannot be read with any key: add the one they were encrypted with to SECRET_KEY_OLD',
        );
      else if (settings.oldSecretKeys.length > 0)
        logger.warn(
          { secrets },
          'every stored secret is encrypted with the current SECRET_KEY: once all processes have it, SECRET_KEY_OLD can be removed',
        );
    } catch (error) {
      logger.error({ err: error }, 'the change to the current SECRET_KEY failed; it goes on at the next start');
    }
  }
  const { recheckDomains, refreshIssuers } = await import('#lib/sso/index.ts');
  const { repeat } = await import('#lib/platform/repeat.ts');
  const stops: (() => Promise<void>)[] = [() => rotating];
  // Each kind of work has a repetition of its own: name servers that are slow hold up no other.
  const every = (everyMs: number, what: string, work: () => Promise<unknown>) => {
    const repeated = repeat(
      everyMs,
      async () => void (await work()),
      (error) => logger.error({ err: error }, `${what} failed; it is tried again`),
    );
    stops.push(() => repeated.stop());
  };
  every(SEAL_MS, 'sealing the audit log', sealAudit);
  every(REMIND_MS, 'reminding of keys that end soon', () => remindOfExpiry(clock()));
  every(FORGET_MS, 'forgetting old sessions', () => forgetOldSessions(clock() - SESSIONS_KEPT_MS));
  every(FORGET_MS, 'forgetting kept answers', () => forgetOldAnswers(clock()));
  every(LOOK_MS, 'looking how the parts of the installation are', () => lookAtStatus(clock()));
  every(SSO_MS, 'checking mail domains', () => recheckDomains(clock()));
  every(SSO_MS, 'reading discovery documents', () => refreshIssuers(clock()));
  return {
    async stop() {
      for (const stop of stops) await stop();
    },
  };
}
