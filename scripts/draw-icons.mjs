/**
 * Draws the pictures of public/ that cannot be SVG from public/icon.svg: favicon, icons of the installed app, and the picture that
 * links show elsewhere. Run it when the icon or the words change; it needs the Chromium of the browser tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const folder = join(import.meta.dirname, '../public');
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
const shapes = svg.replace(/<svg[^>]*>|<\/svg>|<title>.*?<\/title>|<rect[^>]*\/>/g, '');
const PAGE = 'margin:0;background:transparent;font-family:"Helvetica Neue",Arial,"Liberation Sans",sans-serif';

/** The icon without rounded corners, for systems that cut it to a shape of their own: what matters is in the inner 80 %. */
const square = (scale) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#3446c4"/><g transform="translate(16 16) scale(${scale}) translate(-16 -16)">${shapes}</g></svg>`;
const card = `<div style="box-sizing:border-box;width:1200px;height:630px;padding:96px;background:#16191d;color:#eceef0">
  <div style="display:flex;align-items:center;gap:24px;font-size:40px;font-weight:600"><div style="width:72px;height:72px">${svg}</div>KG RCA</div>
  <div style="margin-top:72px;font-size:76px;line-height:1.15;font-weight:600">Find out why your<br>Kubernetes cluster broke</div>
  <div style="margin-top:36px;font-size:32px;color:#a3abb4">The root cause, its evidence, its impact and the fix.</div></div>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();

/** Draws HTML in a size and returns it as PNG. */
async function drawn(html, width, height) {
  await page.setViewportSize({ width, height });
  await page.setContent(
    `<body style='${PAGE}'><style>svg{display:block;width:100%;height:100%}</style><div style="width:${width}px;height:${height}px">${html}</div>`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width, height } });
}

/** One PNG as an ICO file: a header, one entry of the directory, and the picture. */
function icoOf(png, size) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}

const write = (name, bytes) => writeFileSync(join(folder, name), bytes);
write('favicon.ico', icoOf(await drawn(svg, 32, 32), 32));
write('icon-192.png', await drawn(svg, 192, 192));
write('icon-512.png', await drawn(svg, 512, 512));
write('icon-maskable-512.png', await drawn(square(0.8), 512, 512));
write('apple-touch-icon.png', await drawn(square(0.9), 180, 180));
write('link-preview.png', await drawn(card, 1200, 630));
await browser.close();
