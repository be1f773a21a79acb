import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../errors.ts';
import { emptyable, flag, listed, matches, mergedMetadata, metadata, nothing, on, pageShape, paramsOf, text } from '../operation.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Kinds } from '../types.ts';

type Configuration = Kinds['billing_portal.configuration'];

const features = z.strictObject({
  customer_update: z
    .strictObject({
      enabled: flag,
      allowed_updates: emptyable(z.array(z.enum(['address', 'email', 'name', 'phone', 'shipping', 'tax_id']))).optional(),
    })
    .optional(),
  invoice_history: z.strictObject({ enabled: flag }).optional(),
  payment_method_update: z.strictObject({ enabled: flag }).optional(),
  subscription_cancel: z
    .strictObject({
      enabled: flag,
      mode: z.enum(['at_period_end', 'immediately']).optional(),
      proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
    })
    .optional(),
  subscription_update: z
    .strictObject({
      enabled: flag,
      default_allowed_updates: emptyable(z.array(z.enum(['price', 'promotion_code', 'quantity']))).optional(),
    })
    .optional(),
});
const shape = {
  business_profile: z
    .strictObject({
      headline: emptyable(z.string().max(60)).optional(),
      privacy_policy_url: text.optional(),
      terms_of_service_url: text.optional(),
    })
    .optional(),
  default_return_url: emptyable(z.url()).optional(),
  login_page: z.strictObject({ enabled: flag }).optional(),
  name: emptyable(text).optional(),
  metadata,
};

/** The customer portal: configurations and sessions. */
export const portal = [
  on(
    'POST',
    '/billing_portal/configurations',
    paramsOf<Stripe.BillingPortal.ConfigurationCreateParams>()({ ...shape, features }),
    (parts, input) => {
      const configuration = parts.state.add(newConfiguration(parts, parts.state.all('billing_portal.configuration').length === 0));
      set(parts, configuration, input);
      parts.emit('billing_portal.configuration.created', configuration);
      return configuration;
    },
  ),
  on('GET', '/billing_portal/configurations/:id', nothing, ({ state }, _input, id) => state.must('billing_portal.configuration', id)),
  on(
    'GET',
    '/billing_portal/configurations',
    paramsOf<Stripe.BillingPortal.ConfigurationListParams>()({ active: flag.optional(), is_default: flag.optional(), ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/billing_portal/configurations',
        input,
        state.all('billing_portal.configuration').filter((one) => matches(one, { active: input.active, is_default: input.is_default })),
      ),
  ),
  on(
    'POST',
    '/billing_portal/configurations/:id',
    paramsOf<Stripe.BillingPortal.ConfigurationUpdateParams>()({ ...shape, active: flag.optional(), features: features.optional() }),
    (parts, { active, ...input }, id) => {
      const configuration = parts.state.must('billing_portal.configuration', id);
      if (active === false && configuration.is_default) throw refused('You cannot deactivate the default configuration.', 'active');
      if (active !== undefined) configuration.active = active;
      set(parts, configuration, input);
      parts.emit('billing_portal.configuration.updated', configuration);
      return configuration;
    },
  ),
  on(
    'POST',
    '/billing_portal/sessions',
    paramsOf<Stripe.BillingPortal.SessionCreateParams>()({
      customer: text,
      configuration: text.optional(),
      return_url: z.url().optional(),
      locale: text.optional(),
      flow_data: z
        .strictObject({
          type: z.literal('payment_method_update'),
          after_completion: z
            .strictObject({
              type: z.enum(['hosted_confirmation', 'portal_homepage', 'redirect']),
              redirect: z.strictObject({ return_url: z.url() }).optional(),
            })
            .optional(),
        })
        .optional(),
    }),
    (parts, input) => {
      const { state, time, emit, publicUrl } = parts;
      state.must('customer', input.customer, 'customer');
      const configuration = input.configuration
        ? state.must('billing_portal.configuration', input.configuration, 'configuration')
        : defaultConfiguration(parts);
      if (!configuration.active) throw refused('The configuration is not active.', 'configuration');
      if (input.flow_data && !configuration.features.payment_method_update.enabled)
        throw refused('This flow is not enabled in the configuration of the portal.', 'flow_data[type]');
      const id = newId('bps');
      const { after_completion: after } = input.flow_data ?? {};
      const session = state.add({
        id,
        object: 'billing_portal.session',
        configuration: configuration.id,
        created: time.now(input.customer),
        customer: input.customer,
        customer_account: null,
        flow: input.flow_data
          ? {
              type: 'payment_method_update',
              after_completion: {
                type: after?.type ?? 'portal_homepage',
                hosted_confirmation: null,
                redirect: after?.redirect ? { return_url: after.redirect.return_url } : null,
              },
              customer_update: null,
              subscription_cancel: null,
              subscription_pause: null,
              subscription_update: null,
              subscription_update_confirm: null,
            }
          : null,
        livemode: false,
        locale: (input.locale ?? null) as Kinds['billing_portal.session']['locale'],
        on_behalf_of: null,
        return_url: input.return_url ?? configuration.default_return_url,
        url: `${publicUrl()}/portal/${id}`,
      });
      emit('billing_portal.session.created', session);
      return session;
    },
  ),
];

function defaultConfiguration(parts: Parts): Configuration {
  const found = parts.state.all('billing_portal.configuration').find((one) => one.is_default);
  if (found) return found;
  const made = parts.state.add(newConfiguration(parts, true));
  made.features.payment_method_update.enabled = true;
  made.features.invoice_history.enabled = true;
  made.features.customer_update = { enabled: true, allowed_updates: ['address', 'tax_id', 'email', 'name'] };
  made.features.subscription_cancel.enabled = true;
  return made;
}

function newConfiguration({ time }: Parts, isDefault: boolean): Configuration & { object: 'billing_portal.configuration' } {
  return {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: time.now(),
    default_return_url: null,
    features: {
      customer_update: { allowed_updates: [], enabled: false },
      invoice_history: { enabled: false },
      payment_method_update: { enabled: false, payment_method_configuration: null },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        enabled: false,
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_pause: { duration: null, enabled: false } as unknown as Configuration['features']['subscription_pause'],
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: false,
        products: null,
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: time.now(),
  };
}

type Settings = { [K in keyof typeof shape]?: z.output<(typeof shape)[K]> } & { features?: z.output<typeof features> | undefined };

function set({ time, publicUrl }: Parts, configuration: Configuration, input: Settings): void {
  const { features: wanted, business_profile: profile, metadata: more } = input;
  if (
    wanted?.customer_update?.enabled &&
    !wanted.customer_update.allowed_updates?.length &&
    configuration.features.customer_update.allowed_updates.length === 0
  )
    throw refused(
      '`allowed_updates` must have at least one entry when `customer_update` is enabled.',
      'features[customer_update][allowed_updates]',
    );
  for (const [name, change] of Object.entries(wanted ?? {})) {
    const feature = configuration.features[name as keyof Configuration['features']];
    Object.assign(feature, Object.fromEntries(Object.entries(change ?? {}).map(([key, value]) => [key, value ?? []])));
  }
  if (profile) Object.assign(configuration.business_profile, profile);
  if (input.default_return_url !== undefined) configuration.default_return_url = input.default_return_url;
  if (input.name !== undefined) configuration.name = input.name;
  if (input.login_page)
    configuration.login_page = {
      enabled: input.login_page.enabled,
      url: input.login_page.enabled ? `${publicUrl()}/login/${configuration.id}` : null,
    };
  configuration.metadata = mergedMetadata(configuration.metadata, more);
  configuration.updated = time.now();
}
