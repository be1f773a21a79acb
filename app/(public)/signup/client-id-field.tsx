'use client';

import { useEffect } from 'react';
import type { z } from 'zod';
import type { GET as ProposeClientId } from '#app/api/v1/client-ids/route.ts';
import type { signUpInput } from '#app/api/v1/signup/input.ts';
import { useApi } from '#components/api.ts';
import { useDebounced } from '#components/debounced.ts';
import type { ApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { CLIENT_ID_RULE } from '#lib/tenants/client-id.ts';

type SignUpFormState = ApiForm<z.input<typeof signUpInput>, z.output<typeof signUpInput>>;

const PAUSE_MS = 250;
const SHORTEST_COMPANY = 2;

/** Proposes a client ID from the company's name until somebody types another one, and says at once whether that one is available. */
export function ClientIdField({ form }: { form: SignUpFormState }) {
  const [company, clientId] = form.watch(['company', 'clientId']);
  const isOwn = form.formState.dirtyFields.clientId === true;
  const canPropose = company.trim().length >= SHORTEST_COMPANY;

  const query = new URLSearchParams(isOwn ? { clientId } : { company: company.trim() }).toString();
  const settled = useDebounced(query, PAUSE_MS);
  const { data, isPlaceholderData } = useApi<typeof ProposeClientId>(isOwn || canPropose ? `/api/v1/client-ids?${settled}` : null);

  const proposed = canPropose ? (data?.suggestions[0] ?? data?.clientId ?? '') : '';
  const { setValue } = form;
  useEffect(() => {
    if (!isOwn) setValue('clientId', proposed);
  }, [isOwn, proposed, setValue]);

  // Only an answer about what the field holds now, and not about what was typed before.
  const conflict = isOwn && settled === query && !isPlaceholderData && data?.available === false ? data : undefined;
  return (
    <div>
      <FormField
        form={form}
        name="clientId"
        label="Client ID"
        error={conflict && (conflict.wellFormed ? 'This client ID is taken.' : CLIENT_ID_RULE)}
        hint="Identifies your account in API keys and addresses. It cannot be changed later."
        autoComplete="off"
        spellCheck={false}
        required
      />
      {conflict && conflict.suggestions.length > 0 && (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-sm">
          Available:
          {conflict.suggestions.map((suggestion) => (
            <Button key={suggestion} small onClick={() => setValue('clientId', suggestion, { shouldDirty: true, shouldValidate: true })}>
              {suggestion}
            </Button>
          ))}
        </p>
      )}
    </div>
  );
}
