/**
 * `npm run dev`: the product on its embedded parts for whoever works on it. Pages reload by themselves (Next in development
 * mode, inside the web role); everything else is started again when its source changes. Takes the options of `npm start`.
 */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { prepareCode, root, spawnProduct } from './prepare.mjs';

/** What the processes are made of. app/ and components/ are Next's to watch. */
const WATCHED = ['workers', 'lib', 'agent', 'simulators', 'prisma/migrations'];
/** An editor that saves several files restarts them once. */
const SETTLE_MS = 300;

const args = process.argv.slice(2);
let child;
let timer;
let isStopping = false;

function start() {
  const started = spawnProduct(args, 'development');
  child = started;
  started.on('exit', (code) => {
    if (child === started) child = undefined;
    if (isStopping) process.exit(code ?? 0);
    if (timer === undefined) console.log('\nThe product ended. It starts again when a file changes; Ctrl-C ends the watch.');
  });
}

function restart(file) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    console.log(`\n${file} changed: starting again`);
    const running = child;
    if (running) {
      const ended = new Promise((done) => running.once('exit', done));
      running.kill('SIGTERM');
      await ended;
    }
    timer = undefined;
    if (!isStopping) start();
  }, SETTLE_MS);
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  if (child) child.kill('SIGTERM');
  else process.exit(0);
}

await prepareCode();
for (const folder of WATCHED) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (file && /\.(ts|mjs|sql|json|ya?ml)$/.test(file) && !/\.test\.ts$|(^|[/\\])testing[/\\]/.test(file)) restart(join(folder, file));
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
start();
