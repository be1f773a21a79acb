import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where the definitions of operators' custom resources are: Go modules with the versions that the chart is held to. Strimzi is written in Java and is not among them. */
const MODULES: readonly { module: string; files: RegExp; folder: string }[] = [
  { module: 'github.com/kedacore/keda/v2@v2.21.0', folder: 'config/crd/bases', files: /_scaledobjects\.yaml$/ },
  { module: 'github.com/cloudnative-pg/cloudnative-pg@v1.28.0', folder: 'config/crd/bases', files: /cnpg\.io_clusters\.yaml$/ },
  { module: 'sigs.k8s.io/gateway-api@v1.4.0', folder: 'config/crd/standard', files: /_httproutes\.yaml$/ },
  { module: 'github.com/cert-manager/cert-manager@v1.21.2', folder: 'deploy/crds', files: /cert-manager\.io_certificates\.yaml$/ },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    folder: 'example/prometheus-operator-crd',
    files: /_(servicemonitors|prometheusrules)\.yaml$/,
  },
];

/** Kinds whose definitions cannot be had here. */
export const WITHOUT_DEFINITION = ['Kafka', 'KafkaNodePool', 'KafkaUser'];

/** Files with the definitions of the custom resources that the chart makes, downloaded once by Go. Rejects without Go, or off line. */
export async function definitionFiles(): Promise<string[]> {
  const found: string[] = [];
  for (const { module, files, folder } of MODULES) {
    const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], {
      env: { ...process.env, GOFLAGS: '-mod=mod' },
    });
    const path = join((JSON.parse(stdout) as { Dir: string }).Dir, folder);
    const names = existsSync(path) ? readdirSync(path).filter((name) => files.test(name)) : [];
    if (names.length === 0) throw new Error(`${module} has no definitions in ${folder}: has the version moved them?`);
    found.push(...names.map((name) => join(path, name)));
  }
  return found;
}
