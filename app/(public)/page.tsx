import type { Metadata } from 'next';
import { SampleIncident } from '#components/landing/incident.tsx';
import { MEASURED, percent } from '#components/landing/measured.ts';
import { PlanCards } from '#components/landing/plans.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';
import { newestPlans } from '#lib/plans/versions.ts';
import { withDeadline } from '#lib/platform/deadline.ts';
import { env } from '#lib/platform/env.ts';

export const metadata: Metadata = {
  title: { absolute: 'KG RCA: why your Kubernetes cluster broke' },
  description:
    'KG RCA finds the root cause of Kubernetes incidents: ranked causes with the evidence for and against each, the causal chain, the impact, and the command that fixes it.',
  alternates: { canonical: '/' },
};

/** The longest that the page waits for the prices. */
const PLANS_MS = 3_000;

const STEPS = [
  [
    'Install one agent',
    'One command installs a read-only agent with Helm. It checks your rights and the connection before it changes anything.',
  ],
  [
    'It keeps a graph of the cluster',
    'Workloads, services, configuration, storage and nodes, what depends on what, and every change with its field diff and who made it.',
  ],
  [
    'It names the cause when something fails',
    'One incident per problem. Its causes are ranked, with the evidence for and against each, what else is affected, and the command that fixes it.',
  ],
] as const;

const PRIVACY = [
  [
    'The agent only reads.',
    'It has no right to change anything that is yours: all that it writes is a Lease of its own. It runs without root privileges, and you can see its whole chart before you install it.',
  ],
  [
    'Values of Secrets and ConfigMaps stay where they are.',
    'Only their keys and a keyed hash of each value are sent, which is enough to see that one is missing or was changed.',
  ],
  [
    'Logs are few, and masked.',
    'Lines of unhealthy containers, and a few warnings of others. Passwords, tokens and keys are masked before anything leaves the cluster. You can turn logs off.',
  ],
  [
    'Your data is yours alone.',
    'Each client has a graph database, event streams and keys of its own. You can export everything, or have it deleted with a signed report.',
  ],
] as const;

/** What strangers see first: what the product does, an answer of it, how well it does, what it reads and what it costs. */
export default async function LandingPage() {
  // Only the prices need the database: strangers see the rest while it is away.
  const plans = await withDeadline(newestPlans(), PLANS_MS).catch(() => undefined);
  const { CONTACT_EMAIL, loopback } = env.use();
  return (
    <div className="flex flex-col gap-16">
      <section className="max-w-3xl pt-4">
        <h1 className="text-4xl font-semibold tracking-tight text-balance">Find out why your Kubernetes cluster broke</h1>
        <p className="mt-4 max-w-2xl text-lg text-ink-2">
          KG RCA keeps a graph of your clusters. When something fails, it walks from the symptom to the root cause and shows you the
          evidence, what else is affected, and the command that fixes it. No language model is involved: the same input always gives the
          same answer.
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <Link href="/signup" className={buttonClass('primary')}>
            Sign up for free
          </Link>
          <Link href="/docs" className={buttonClass()}>
            Read the docs
          </Link>
        </div>
      </section>

      <SampleIncident />

      <section aria-labelledby="how">
        <h2 id="how" className="mb-4 text-xl font-semibold">
          How it works
        </h2>
        <ol className="grid gap-4 md:grid-cols-3">
          {STEPS.map(([title, text], i) => (
            <li key={title} className="rounded-lg border bg-surface p-4">
              <h3 className="font-semibold">
                {i + 1}. {title}
              </h3>
              <p className="mt-1 text-ink-2">{text}</p>
            </li>
          ))}
        </ol>
      </section>

      <Accuracy />

      <section aria-labelledby="privacy">
        <h2 id="privacy" className="mb-4 text-xl font-semibold">
          What leaves your cluster
        </h2>
        <dl className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          {PRIVACY.map(([title, text]) => (
            <div key={title}>
              <dt className="font-semibold">{title}</dt>
              <dd className="mt-1 text-ink-2">{text}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4">
          <Link href="/docs/what-the-agent-reads" className="link">
            Everything that the agent reads and sends
          </Link>
        </p>
      </section>

      <section aria-labelledby="pricing" className="scroll-mt-4">
        <h2 id="pricing" className="text-xl font-semibold">
          Pricing
        </h2>
        <p className="mt-1 mb-4 max-w-prose text-ink-2">
          Prices are in US dollars and per month, for all clusters of an account together. Mails tell you before a limit is reached, and a
          spend cap bounds what usage above the plan may cost.
        </p>
        {plans ? (
          <PlanCards plans={plans} contact={CONTACT_EMAIL} />
        ) : (
          <Notice tone="warn">The prices cannot be read at the moment. Please come back in some minutes.</Notice>
        )}
        {!CONTACT_EMAIL && loopback && (
          <p className="mt-3 text-sm text-ink-2">Set CONTACT_EMAIL to offer an address for the Enterprise plan here.</p>
        )}
      </section>
    </div>
  );
}

function Accuracy() {
  return (
    <section aria-labelledby="accuracy">
      <h2 id="accuracy" className="text-xl font-semibold">
        Measured accuracy
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-2">
        The share of labelled cases in which the first cause named both the right object and the right reason. The rules were written with
        most of these cases known. On the operators’ reports it was {percent(MEASURED.unseen)} before anybody had looked at them: that is
        the figure to expect on your cluster. In {MEASURED.healthyRecordings} recordings of healthy clusters it reported nothing.
      </p>
      <div className="grid gap-4 md:grid-cols-3">
        {MEASURED.sources.map(({ name, cases, firstRight, confirmed }) => (
          <div key={name} className="rounded-lg border bg-surface p-4">
            <p className="text-2xl font-semibold">{percent(firstRight)}</p>
            <p className="mt-1">
              of {cases} {name}
            </p>
            <p className="mt-1 text-sm text-ink-2">Causes with the tier Confirmed: {confirmed} right</p>
          </div>
        ))}
      </div>
      <p className="mt-4">
        <Link href="/docs/accuracy" className="link">
          How this was measured, and its limits
        </Link>
      </p>
    </section>
  );
}
