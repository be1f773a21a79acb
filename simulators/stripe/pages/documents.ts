import { day, dollars } from '../money.ts';
import type { Parts } from '../parts.ts';
import type { Customer, Invoice, Kinds } from '../types.ts';
import { type PdfText, writePdf } from './pdf.ts';

const LEFT = 56;
const RIGHT = 539;
const ROWS_PER_PAGE = 32;

/** An invoice as PDF: number, customer, lines, total and status. */
export function invoicePdf({ state }: Parts, invoice: Invoice): Buffer {
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return document(
    `Invoice ${invoice.number ?? '(draft)'}`,
    [
      ['Status', String(invoice.status)],
      ['Date', day(invoice.status_transitions.finalized_at ?? invoice.created)],
      ...customerRows(state.find('customer', invoice.customer), invoice.customer_name),
      ...(invoice.customer_tax_ids ?? []).map(({ value }): [string, string] => ['Tax ID', value ?? '']),
    ],
    [
      ...invoice.lines.data.map((line): [string, string] => [line.description ?? '', dollars(line.amount, invoice.currency)]),
      ...(discount ? [['Discount', dollars(-discount, invoice.currency)] as [string, string]] : []),
    ],
    [
      ['Total', dollars(invoice.total, invoice.currency)],
      ['Amount due', dollars(invoice.amount_due, invoice.currency)],
      ['Amount paid', dollars(invoice.amount_paid, invoice.currency)],
    ],
  );
}

/** A credit note as PDF. */
export function creditNotePdf({ state }: Parts, note: Kinds['credit_note']): Buffer {
  return document(
    `Credit note ${note.number}`,
    [
      ['Status', String(note.status)],
      ['Date', day(note.created)],
      ['Invoice', state.find('invoice', note.invoice)?.number ?? ''],
      ...customerRows(state.find('customer', note.customer), null),
    ],
    note.lines.data.map((line) => [line.description ?? '', dollars(line.amount, note.currency)]),
    [['Total', dollars(note.total, note.currency)]],
  );
}

function customerRows(customer: Customer | undefined, name: string | null): [string, string][] {
  const { line1, postal_code: code, city, country } = customer?.address ?? {};
  const address = [line1, [code, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ');
  return [['Customer', name ?? customer?.name ?? customer?.id ?? ''], ...(address ? [['Address', address] as [string, string]] : [])];
}

function document(title: string, head: [string, string][], lines: [string, string][], totals: [string, string][]): Buffer {
  const rows: PdfText[][] = [];
  for (const [label, value] of lines) rows.push(row(short(label), value));
  rows.push([]);
  for (const [label, value] of totals) rows.push(row(label, value, true));
  const pages: PdfText[][] = [];
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_PER_PAGE) {
    const isFirst = from === 0;
    const texts: PdfText[] = isFirst
      ? [{ x: LEFT, y: 780, size: 20, text: title, bold: true }]
      : [{ x: LEFT, y: 780, size: 12, text: `${title}, page ${pages.length + 1}` }];
    if (isFirst) {
      texts.push({ x: LEFT, y: 760, size: 9, text: 'Test mode: made by a simulator of Stripe. This is not a real invoice.' });
      head.forEach(([label, value], i) => {
        texts.push(
          { x: LEFT, y: 735 - 14 * i, size: 10, text: label, bold: true },
          { x: LEFT + 80, y: 735 - 14 * i, size: 10, text: value },
        );
      });
    }
    const top = isFirst ? 715 - 14 * head.length : 750;
    rows.slice(from, from + ROWS_PER_PAGE).forEach((texts2, i) => {
      for (const one of texts2) texts.push({ ...one, y: top - 17 * i });
    });
    pages.push(texts);
  }
  return writePdf(title, pages);
}

const short = (label: string) => (label.length > 80 ? `${label.slice(0, 79)}…` : label);
const row = (label: string, value: string, bold = false): PdfText[] => [
  { x: LEFT, y: 0, size: 10, text: label, bold },
  { x: RIGHT, y: 0, size: 10, text: value, bold, right: true },
];
