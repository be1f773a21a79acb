import { hidden, type Page, page, text } from './layout.ts';

/** The page of a bank on which the owner of a card confirms a payment (3-D Secure). What was entered before goes back with the answer. */
export function confirmPage(what: string, form: Record<string, unknown>): Page {
  const { confirmation: _old, ...entered } = form;
  return page(
    'Confirm your payment',
    `<h1>Confirm your payment</h1><p>Your bank asks whether this is you: ${text(what)}.</p>
<form method="post">${hidden(entered)}<button name="confirmation" value="given">Confirm</button> <button class="quiet" name="confirmation" value="refused">Refuse</button></form>`,
  );
}
