import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/** What of this machine a process is watched for. */
export interface Machine {
  dataDir: string;
  /** Files of certificates (PEM) by the setting that names them. */
  certificates: Readonly<Record<string, string | undefined>>;
}

/**
 * Adds to a registry what can be said of this process and its machine: memory, CPU and event loop, the room for the data folder, and
 * when certificates end. What cannot be read at a scrape is absent from it.
 */
export function observeMachine(registry: Registry, { dataDir, certificates }: Machine): void {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'kg_data_dir_bytes',
    help: 'Room on the file system of the data folder',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      const { bsize, blocks, bavail } = await statfs(dataDir).catch(() => ({ bsize: 0, blocks: 0, bavail: 0 }));
      if (blocks === 0) return;
      this.set({ state: 'size' }, bsize * blocks);
      this.set({ state: 'free' }, bsize * bavail);
    },
  });
  new Gauge({
    name: 'kg_certificate_not_after_seconds',
    help: 'When the certificate in the file of a setting ends, the first to end where there are several (seconds since 1970)',
    labelNames: ['setting'],
    registers,
    async collect() {
      this.reset();
      for (const [setting, file] of Object.entries(certificates)) {
        const ends = file ? await firstEnd(file) : undefined;
        if (ends !== undefined) this.set({ setting }, ends / 1_000);
      }
    },
  });
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** When the first certificate of a file ends, in epoch ms; undefined where there is none that can be read. */
async function firstEnd(file: string): Promise<number | undefined> {
  try {
    const ends = ((await readFile(file, 'utf8')).match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem).validToDate.getTime());
    return ends.length > 0 ? Math.min(...ends) : undefined;
  } catch {
    return undefined;
  }
}
