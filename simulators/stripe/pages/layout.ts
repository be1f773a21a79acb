/** A text as HTML. */
export const text = (value: unknown) =>
  String(value ?? '').replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);

/** What a page answers. */
export interface Page {
  status: number;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** A whole page. `body` is HTML. */
export function page(title: string, body: string, status = 200): Page {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title>
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:30rem;margin:2rem auto;padding:0 1rem}
.note{border:1px solid #b58900;border-radius:6px;padding:.5rem .75rem;margin-bottom:1.5rem}label{display:block;margin:.75rem 0 .25rem}
input{width:100%;box-sizing:border-box;font:inherit;padding:.5rem;border:1px solid #888;border-radius:6px}section{margin-top:2rem}
button{font:inherit;margin-top:1rem;padding:.55rem 1rem;border:0;border-radius:6px;background:#3557c7;color:#fff;cursor:pointer}button.quiet{background:#666}
.error{color:#c62828}@media (prefers-color-scheme:dark){.error{color:#ff8a80}a{color:#9db4ff}}table{width:100%;border-collapse:collapse}td,th{padding:.35rem 0;border-bottom:1px solid #8884;text-align:left}td:last-child,th:last-child{text-align:right}h2{font-size:1.1rem}</style></head>
<body><p class="note"><strong>Test mode.</strong> This page simulates Stripe on this machine. No real payments are made.</p><main>${body}</main></body></html>`,
  };
}

/** An answer that leads elsewhere. */
export const redirect = (location: string): Page => ({ status: 303, headers: { Location: location } });

/** An error above a form, or nothing. */
export const problem = (error: string | undefined) => (error ? `<p class="error" role="alert">${text(error)}</p>` : '');

/** The field for a card number. */
export const cardField = (value = '4242 4242 4242 4242') =>
  `<label for="card">Card number</label><input id="card" name="card" value="${text(value)}" inputmode="numeric" autocomplete="off" required>`;

export const TEST_CARDS = `<details><summary>Test cards</summary><table><tbody>
<tr><td>4242 4242 4242 4242</td><td>is accepted</td></tr><tr><td>4000 0000 0000 0341</td><td>is accepted now and declined from the next charge on</td></tr>
<tr><td>4000 0000 0000 0002</td><td>is declined</td></tr><tr><td>4000 0000 0000 9995</td><td>has insufficient funds</td></tr>
<tr><td>4000 0000 0000 9987</td><td>was lost</td></tr><tr><td>4000 0000 0000 9979</td><td>was stolen</td></tr><tr><td>4000 0000 0000 0069</td><td>has expired</td></tr>
<tr><td>4000 0025 0000 3155</td><td>must be confirmed once</td></tr><tr><td>4000 0000 0000 3220</td><td>must be confirmed at each payment</td></tr></tbody></table></details>`;

/** Hidden fields that carry what was entered over another page. */
export const hidden = (fields: Record<string, unknown>) =>
  Object.entries(fields)
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`)
    .join('');
