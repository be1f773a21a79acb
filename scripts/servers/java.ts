import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingToolError } from './server.ts';

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Throws MissingToolError unless a Java of at least this version and Maven can be run. */
export async function requireJava(atLeast: number): Promise<void> {
  const { stderr } = await run('java', ['-version'], `Java ${atLeast} or newer (on Debian: apt-get install openjdk-17-jdk-headless)`);
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!(version >= atLeast))
    throw new MissingToolError(`Java ${atLeast} or newer is needed; the one on PATH says: ${stderr.split('\n')[0]}`);
  await run('mvn', ['--version'], 'Maven (on Debian: apt-get install maven)');
}

/**
 * Downloads a Java program's jars from Maven Central to `folder/lib`, once. `dependencies` are group:artifact:version.
 * A download that is interrupted leaves nothing behind.
 */
export async function fetchJars(folder: string, dependencies: readonly string[]): Promise<string> {
  const lib = join(folder, 'lib');
  if (existsSync(lib)) return lib;
  await mkdir(folder, { recursive: true });
  const partial = `${lib}.partial`;
  await rm(partial, { recursive: true, force: true });
  await writeFile(join(folder, 'pom.xml'), pom(dependencies));
  await promisify(execFile)('mvn', ['-B', '-q', '-ntp', DEPENDENCY_PLUGIN, '-DincludeScope=runtime', `-DoutputDirectory=${partial}`], {
    cwd: folder,
    maxBuffer: 16 * 1024 * 1024,
  });
  await rename(partial, lib);
  return lib;
}

/** Starts a Java program; its output goes to `log`. */
export function startJava(args: readonly string[], { cwd, log, env = {} }: { cwd: string; log: number; env?: Record<string, string> }) {
  return spawn('java', args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
}

async function run(command: string, args: string[], needed: string): Promise<{ stderr: string }> {
  try {
    return await promisify(execFile)(command, args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new MissingToolError(`${command} is not on PATH; install ${needed}`);
    throw error;
  }
}

function pom(dependencies: readonly string[]): string {
  const entries = dependencies.map((dependency) => {
    const [group, artifact, version] = dependency.split(':');
    return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>kg-rca</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>',
    '  <dependencies>',
    ...entries,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}
