import type { State, StripeObject } from './state.ts';

const text = (value: unknown) =>
  String(value ?? '').replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
const money = (cents: unknown, currency: unknown) => `${(Number(cents) / 100).toFixed(2)} ${text(currency).toUpperCase()}`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title>
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:26rem;margin:2rem auto;padding:0 1rem}
.note{border:1px solid #b58900;border-radius:6px;padding:.5rem .75rem;margin-bottom:1.5rem}label{display:block;margin:.75rem 0 .25rem}
input{width:100%;box-sizing:border-box;font:inherit;padding:.5rem;border:1px solid #888;border-radius:6px}
button{font:inherit;margin-top:1rem;padding:.55rem 1rem;border:0;border-radius:6px;background:#3557c7;color:#fff;cursor:pointer}
.error{color:#c62828}table{width:100%;border-collapse:collapse}td{padding:.35rem 0;border-bottom:1px solid #8884}td:last-child{text-align:right}</style></head>
<body><p class="note"><strong>Test mode.</strong> This page simulates Stripe on this machine. No real payments are made.</p><main>${body}</main></body></html>`;
}

/** The page on which a plan is paid for. */
export function checkoutPage(state: State, session: StripeObject, error?: string): string {
  const price = state.find('price', String((session.line_items as { price: string }[])[0]?.price));
  const product = price && state.find('product', String(price.product));
  return page(
    `Subscribe to ${product?.name}`,
    `<h1>${text(product?.name)}</h1><p>${money(price?.unit_amount, price?.currency)} per month</p>${error ? `<p class="error" role="alert">${text(error)}</p>` : ''}
<form method="post"><label for="card">Card number</label><input id="card" name="card" value="4242 4242 4242 4242" inputmode="numeric" autocomplete="off" required>
<p>Test cards: 4242 4242 4242 4242 is accepted, 4000 0000 0000 0002 is declined, and 4000 0000 0000 0341 is accepted now but declined from next month on.</p>
<button>Pay and subscribe</button></form>${session.cancel_url ? `<p><a href="${text(session.cancel_url)}">Cancel and go back</a></p>` : ''}`,
  );
}

/** An invoice as the customer sees it. */
export function invoicePage(invoice: StripeObject): string {
  const lines = (invoice.lines as { data: { description: string; amount: number }[] }).data;
  return page(
    `Invoice ${invoice.number}`,
    `<h1>Invoice ${text(invoice.number)}</h1><p>Status: ${text(invoice.status)}</p><table>${lines
      .map((line) => `<tr><td>${text(line.description)}</td><td>${money(line.amount, invoice.currency)}</td></tr>`)
      .join('')}<tr><td><strong>Total</strong></td><td><strong>${money(invoice.total, invoice.currency)}</strong></td></tr></table>`,
  );
}

/** The customer portal: card and subscription. */
export function portalPage(state: State, session: StripeObject, message?: string): string {
  const customer = state.find('customer', String(session.customer));
  const subscription = state.all('subscription').find((one) => one.customer === session.customer);
  const card = String(customer?.card ?? '');
  return page(
    'Billing details',
    `<h1>${text(customer?.name)}</h1>${message ? `<p role="status">${text(message)}</p>` : ''}<p>Subscription: ${text(subscription?.status ?? 'none')}${subscription?.cancel_at_period_end ? ' (cancelled, ends with the current billing period)' : ''}</p>
<form method="post"><label for="card">Card number</label><input id="card" name="card" value="${text(card.replace(/(....)(?=.)/g, '$1 '))}" autocomplete="off" required><button name="do" value="card">Save card</button></form>
${subscription && subscription.status !== 'canceled' ? `<form method="post"><button name="do" value="${subscription.cancel_at_period_end ? 'keep' : 'cancel'}">${subscription.cancel_at_period_end ? 'Keep subscription' : 'Cancel at the end of the billing period'}</button></form>` : ''}
${session.return_url ? `<p><a href="${text(session.return_url)}">Go back</a></p>` : ''}`,
  );
}
