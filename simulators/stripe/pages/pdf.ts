/** A piece of text at a place of a page, in points from its lower left corner. */
export interface PdfText {
  x: number;
  y: number;
  size: number;
  text: string;
  bold?: boolean;
  /** `x` is the right end; figures of Helvetica are all equally wide, so columns of numbers line up. */
  right?: boolean;
}

/** Characters that WinAnsi keeps elsewhere than Unicode. */
const WIN_ANSI: Record<string, number> = {
  '€': 0x80,
  '–': 0x96,
  '—': 0x97,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '…': 0x85,
  '•': 0x95,
};
const A4 = [595, 842] as const;

/** A text as a string of PDF in WinAnsi; what that does not have becomes a question mark. */
function literal(value: string): string {
  const bytes = [...value].map((c) => WIN_ANSI[c] ?? ((c.codePointAt(0) ?? 0) < 256 ? (c.codePointAt(0) ?? 63) : 63));
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

/** Widths of Helvetica's characters in thousandths of the size: enough to end amounts at the right place. */
const width = (value: string, size: number) =>
  ([...value].reduce(
    (sum, c) => sum + (/[0-9$]/.test(c) ? 556 : /[.,: ]/.test(c) ? 278 : /[-]/.test(c) ? 333 : /[A-Z]/.test(c) ? 680 : 500),
    0,
  ) *
    size) /
  1000;

/** A PDF of pages with text in Helvetica, written by hand after ISO 32000-1: catalogue, pages, two fonts and a stream for each page. */
export function writePdf(title: string, pages: PdfText[][]): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const pageIds = pages.map((_, i) => 6 + 2 * i);
  add('<< /Type /Catalog /Pages 2 0 R /Lang (en) >>');
  add(`<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages.length} >>`);
  for (const font of ['Helvetica', 'Helvetica-Bold'])
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding >>`);
  add(`<< /Title ${literal(title)} /Producer (KG RCA Stripe simulator) >>`);
  for (const [i, texts] of pages.entries()) {
    const content = texts
      .map(({ x, y, size, text, bold, right }) => {
        const left = right ? x - width(text, size) : x;
        return `BT /${bold ? 'F2' : 'F1'} ${size} Tf 1 0 0 1 ${left.toFixed(2)} ${y.toFixed(2)} Tm ${literal(text)} Tj ET`;
      })
      .join('\n');
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${A4.join(' ')}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${7 + 2 * i} 0 R >>`,
    );
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
