'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { POST as PostAuthentication } from '#app/api/v1/me/authentications/route.ts';
import type { GET as GetSecurity } from '#app/api/v1/me/security/route.ts';
import { callApi, useApi } from './api.ts';
import { useApiForm } from './form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from './form/form.tsx';
import { askForPasskey } from './sign-in.ts';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { Notice } from './ui/state.tsx';

const proofInput = z.object({ password: z.string().min(1, 'Enter your password.'), code: z.string() });

/** A dialog in which a person proves who they are. It tells on closing whether they did. */
export function ConfirmIdentity({ onClose }: { onClose: (isConfirmed: boolean) => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose(false)} title="Confirm that it is you">
      <Proof onConfirmed={() => onClose(true)} />
    </Dialog>
  );
}

/** The proof: a passkey, or the password with a code if there is a second factor. */
function Proof({ onConfirmed }: { onConfirmed: () => void }) {
  const security = useApi<typeof GetSecurity>('/api/v1/me/security').data;
  const confirm = async (proof: object) => {
    await callApi<typeof PostAuthentication>('POST', '/api/v1/me/authentications', proof);
    onConfirmed();
  };
  const form = useApiForm(proofInput, { defaultValues: { password: '', code: '' }, send: confirm });
  const [problem, setProblem] = useState<string>();
  const hasPasskey = security?.passkeysAvailable && security.passkeys.length > 0;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">You signed in a while ago. This change asks for it again.</p>
      {hasPasskey && (
        <Button
          look="primary"
          onClick={() =>
            askForPasskey()
              .then((passkey) => confirm({ passkey }))
              .catch((error) => setProblem(error.message))
          }
        >
          Use a passkey
        </Button>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      {security?.hasPassword === false ? (
        <p className="text-ink-2">
          Your account has no password{hasPasskey ? '' : ' and no passkey'}. Sign out and sign in again
          {hasPasskey ? ', or use your passkey' : ''}.
        </p>
      ) : (
        <Form form={form}>
          <FormField form={form} name="password" label="Password" type="password" autoComplete="current-password" required />
          {security && (security.totp || security.passkeys.length > 0) && (
            <FormField
              form={form}
              name="code"
              label="Code"
              autoComplete="one-time-code"
              hint={security.totp ? 'The code of your authenticator app, or a recovery code.' : 'A recovery code.'}
            />
          )}
          <FormError form={form} />
          <SubmitButton form={form} className="self-end">
            Confirm
          </SubmitButton>
        </Form>
      )}
    </div>
  );
}
