'use client';

import { startRegistration } from '@simplewebauthn/browser';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import type { POST as OfferPasskey } from '#app/api/v1/me/passkey-options/route.ts';
import type { DELETE as RemovePasskey } from '#app/api/v1/me/passkeys/[id]/route.ts';
import { passkeyName } from '#app/api/v1/me/passkeys/input.ts';
import type { POST as AddPasskey } from '#app/api/v1/me/passkeys/route.ts';
import type { POST as ReplaceCodes } from '#app/api/v1/me/recovery-codes/route.ts';
import type { GET as GetSecurity } from '#app/api/v1/me/security/route.ts';
import { totpInput } from '#app/api/v1/me/totp/input.ts';
import type { PUT as ConfirmTotp, POST as OfferTotp, DELETE as RemoveTotp } from '#app/api/v1/me/totp/route.ts';
import { ApiError, callApi, useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Section } from '#components/ui/page.tsx';
import { Badge, Notice } from '#components/ui/state.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Security = AnswerOf<typeof GetSecurity>;

/** The authenticator app, the passkeys and the recovery codes of a person. */
export function SecondFactors({ security }: { security: Security }) {
  const [codes, setCodes] = useState<string[]>([]);
  const [adding, setAdding] = useState<'app' | 'passkey'>();
  const done = (recoveryCodes: string[]) => {
    setAdding(undefined);
    setCodes(recoveryCodes);
  };
  const isProtected = security.totp || security.passkeys.length > 0;
  return (
    <Section
      title="Second factors"
      action={<Badge tone={isProtected ? 'good' : 'warn'}>{isProtected ? 'Protected' : 'Password only'}</Badge>}
    >
      <div className="flex flex-col gap-4 *:not-first:border-t *:not-first:pt-4">
        <AuthenticatorApp isSetUp={security.totp} onAdd={() => setAdding('app')} />
        <Passkeys security={security} onAdd={() => setAdding('passkey')} />
        {isProtected && <RecoveryCodes left={security.recoveryCodes} onReplaced={setCodes} />}
      </div>
      {adding === 'app' && <AppDialog onClose={() => setAdding(undefined)} onDone={done} />}
      {adding === 'passkey' && <PasskeyDialog onClose={() => setAdding(undefined)} onDone={done} />}
      {codes.length > 0 && <CodesDialog codes={codes} onClose={() => setCodes([])} />}
    </Section>
  );
}

function AuthenticatorApp({ isSetUp, onAdd }: { isSetUp: boolean; onAdd: () => void }) {
  const remove = useAction<typeof RemoveTotp>('DELETE', '/api/v1/me/totp');
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div>
        <p className="font-medium">Authenticator app</p>
        <p className="text-ink-2">
          {isSetUp ? 'Set up. You enter a code of it when you sign in.' : 'An app that shows a new code every 30 seconds.'}
        </p>
      </div>
      {isSetUp ? (
        <Button look="danger" onClick={() => setAsking(true)}>
          Remove app
        </Button>
      ) : (
        <Button onClick={onAdd}>Set up app</Button>
      )}
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title="Remove the authenticator app?"
        action="Remove app"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
      >
        <p>Without another second factor, your password alone will open your account.</p>
      </Confirm>
    </div>
  );
}

function Passkeys({ security, onAdd }: { security: Security; onAdd: () => void }) {
  const [removing, setRemoving] = useState<Security['passkeys'][number]>();
  const remove = useAction<typeof RemovePasskey, string>('DELETE', (id) => `/api/v1/me/passkeys/${encodeURIComponent(id)}`);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-medium">Passkeys</p>
          <p className="text-ink-2">
            {security.passkeysAvailable
              ? 'Sign in with your fingerprint, face, screen lock or security key, without a password.'
              : 'Not available at this address: passkeys need HTTPS and a host name.'}
          </p>
        </div>
        {security.passkeysAvailable && <Button onClick={onAdd}>Add passkey</Button>}
      </div>
      {security.passkeys.length > 0 && (
        <ul className="flex flex-col gap-2">
          {security.passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-2 rounded-md border px-3 py-2">
              <span>
                <span className="font-medium">{passkey.name}</span>{' '}
                <span className="text-sm text-ink-2">
                  {passkey.lastUsedAt === null ? (
                    'Never used'
                  ) : (
                    <>
                      Last used <When ms={passkey.lastUsedAt} />
                    </>
                  )}
                </span>
              </span>
              <Button small look="danger" onClick={() => setRemoving(passkey)} aria-label={`Remove ${passkey.name}`}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Remove ${removing?.name ?? 'the passkey'}?`}
        action="Remove passkey"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
      >
        <p>You can no longer sign in with it. Remove it from your device, too.</p>
      </Confirm>
    </div>
  );
}

function RecoveryCodes({ left, onReplaced }: { left: number; onReplaced: (codes: string[]) => void }) {
  const replace = useAction<typeof ReplaceCodes>('POST', '/api/v1/me/recovery-codes');
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div>
        <p className="font-medium">Recovery codes</p>
        <p className="text-ink-2">{left} left. Each replaces a lost second factor once.</p>
        {replace.error && <p className="text-bad">{replace.error.message}</p>}
      </div>
      <Button
        busy={replace.isPending}
        onClick={() => replace.mutate(undefined, { onSuccess: ({ recoveryCodes }) => onReplaced(recoveryCodes) })}
      >
        Replace codes
      </Button>
    </div>
  );
}

function AppDialog({ onClose, onDone }: { onClose: () => void; onDone: (codes: string[]) => void }) {
  const offer = useAction<typeof OfferTotp>('POST', '/api/v1/me/totp');
  const confirm = useAction<typeof ConfirmTotp, object>('PUT', '/api/v1/me/totp', (body) => body);
  const form = useApiForm(totpInput, {
    defaultValues: { code: '' },
    send: async (values) => onDone((await confirm.mutateAsync(values)).recoveryCodes),
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Set up an authenticator app">
      {offer.data ? (
        <div className="flex flex-col gap-4">
          <p>Scan this code with the app, or enter the key below it. Then enter the six digits that the app shows.</p>
          <div
            role="img"
            aria-label="QR code with the key for the authenticator app"
            className="size-44 self-center bg-white p-2"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: an SVG that the QR library draws from the server's answer
            dangerouslySetInnerHTML={{ __html: renderSVG(offer.data.uri, { border: 1 }) }}
          />
          <CopyText block text={offer.data.secret} label="Copy the key" />
          <Form form={form}>
            <FormField form={form} name="code" label="Code" inputMode="numeric" autoComplete="one-time-code" required />
            <FormError form={form} />
            <SubmitButton form={form} className="self-end">
              Turn on
            </SubmitButton>
          </Form>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <p>Use any app for time-based codes, such as those of password managers.</p>
          {offer.error && <Notice tone="bad">{offer.error.message}</Notice>}
          <Button look="primary" busy={offer.isPending} onClick={() => offer.mutate()} className="self-end">
            Show the code
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function PasskeyDialog({ onClose, onDone }: { onClose: () => void; onDone: (codes: string[]) => void }) {
  const add = useAction<typeof AddPasskey, object>('POST', '/api/v1/me/passkeys', (body) => body);
  const form = useApiForm(z.object({ name: passkeyName }), {
    defaultValues: { name: '' },
    send: async ({ name }) => {
      const options = await callApi<typeof OfferPasskey>('POST', '/api/v1/me/passkey-options');
      const response = await startRegistration({
        optionsJSON: options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      }).catch(() => {
        throw new ApiError(0, 'no_passkey', 'No passkey was made. Try again.');
      });
      onDone((await add.mutateAsync({ name, response })).recoveryCodes);
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add a passkey">
      <Form form={form}>
        <FormField form={form} name="name" label="Name" hint="Such as the device that keeps it." autoComplete="off" required />
        <FormError form={form} />
        <SubmitButton form={form} className="self-end">
          Add passkey
        </SubmitButton>
      </Form>
    </Dialog>
  );
}

function CodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={() => {}} title="Your recovery codes">
      <div className="flex flex-col gap-4">
        <Notice tone="warn">
          Keep these codes where you will find them without your phone. They are not shown again. Each signs you in once instead of the
          second factor.
        </Notice>
        <CopyText block text={codes.join('\n')} label="Copy the recovery codes" />
        <Button look="primary" onClick={onClose} className="self-end">
          I have saved them
        </Button>
      </div>
    </Dialog>
  );
}
