'use client';

import { useState } from 'react';
import { domainInput } from '#app/api/v1/single-sign-on/input.ts';
import type { GET as GetSso } from '#app/api/v1/single-sign-on/route.ts';
import type { DELETE as RemoveDomain } from '#app/api/v1/sso-domains/[id]/route.ts';
import type { POST as VerifyDomain } from '#app/api/v1/sso-domains/[id]/verification/route.ts';
import type { POST as ClaimDomain } from '#app/api/v1/sso-domains/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Badge, Empty, Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Domain = AnswerOf<typeof GetSso>['domains'][number];

/** The mail domains with the DNS record that proves each, and a form for another one. */
export function Domains({ domains, isOwner }: { domains: readonly Domain[]; isOwner: boolean }) {
  return (
    <>
      {domains.length === 0 ? (
        <Empty title="No mail domain yet">Add the part of your addresses after the @. A DNS record proves that it is yours.</Empty>
      ) : (
        <ul aria-label="Mail domains">
          {domains.map((domain) => (
            <DomainRow key={domain.id} domain={domain} isOwner={isOwner} />
          ))}
        </ul>
      )}
      <div className="border-t p-4">
        <NewDomain />
      </div>
    </>
  );
}

function DomainRow({ domain, isOwner }: { domain: Domain; isOwner: boolean }) {
  const verify = useAction<typeof VerifyDomain>('POST', `/api/v1/sso-domains/${domain.id}/verification`);
  const remove = useAction<typeof RemoveDomain>('DELETE', `/api/v1/sso-domains/${domain.id}`);
  const [isRemoving, setRemoving] = useState(false);
  const isVerified = domain.verifiedAt !== null;
  return (
    <li className="flex flex-col gap-3 border-b p-4 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium [overflow-wrap:anywhere]">{domain.domain}</span>
        <DomainState domain={domain} />
        <span className="ml-auto flex gap-2">
          {(!isVerified || domain.missingSince !== null) && (
            <Button small busy={verify.isPending} onClick={() => verify.mutate()} aria-label={`Verify ${domain.domain}`}>
              Verify
            </Button>
          )}
          {isOwner && (
            <Button small look="danger" onClick={() => setRemoving(true)} aria-label={`Remove ${domain.domain}`}>
              Remove
            </Button>
          )}
        </span>
      </div>
      {(!isVerified || domain.missingSince !== null) && (
        <div className="flex min-w-0 flex-col gap-2 text-sm">
          <p className="text-ink-2">
            Publish this TXT record, then verify
            {isVerified ? '. Without it, single sign-on for this domain ends.' : '. The claim ends after 7 days.'}
          </p>
          <CopyText block text={domain.recordName} label="Copy the name of the record" />
          <CopyText block text={domain.recordValue} label="Copy the value of the record" />
        </div>
      )}
      {verify.error && <Notice tone="bad">{verify.error.fields.domain ?? verify.error.message}</Notice>}
      <Confirm
        open={isRemoving}
        onOpenChange={setRemoving}
        title={`Remove ${domain.domain}?`}
        action="Remove domain"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate()}
      >
        <p>People with addresses of this domain can no longer sign in with single sign-on, and their sessions from it end.</p>
      </Confirm>
    </li>
  );
}

function DomainState({ domain }: { domain: Domain }) {
  if (domain.verifiedAt === null) return <Badge tone="neutral">Not verified</Badge>;
  return domain.missingSince === null ? <Badge tone="good">Verified</Badge> : <Badge tone="warn">Record missing</Badge>;
}

function NewDomain() {
  const claim = useAction<typeof ClaimDomain, object>('POST', '/api/v1/sso-domains', (body) => body);
  const form = useApiForm(domainInput, {
    defaultValues: { domain: '' },
    send: async (values) => {
      await claim.mutateAsync(values);
      form.reset();
    },
  });
  return (
    <Form form={form}>
      <FormField form={form} name="domain" label="Domain" placeholder="example.com" autoComplete="off" className="max-w-sm" required />
      <FormError form={form} />
      <SubmitButton form={form} className="self-start" look="secondary">
        Add domain
      </SubmitButton>
    </Form>
  );
}
