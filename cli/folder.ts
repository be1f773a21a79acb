import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { keyOf, ref } from '#lib/kubernetes/refs.ts';
import type { DumpFiles } from '#lib/rca/dump.ts';
import { shellLine } from '#lib/text/index.ts';

/** A problem with the command line or its files that the user can fix; the message is one line. */
export class InputError extends Error {
  override name = 'InputError';
}

const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** Files of a dump that do not contain objects. */
const OTHER_FILES = /^(case\.json|alerts\.json|metrics\.csv|missing\.txt|logs\/.*)$/;

/**
 * The files of a dump folder by path. Besides the files that `kg-rca dump` writes, it accepts any *.json, *.yaml or *.yml
 * with objects as kubectl prints them: Events are combined into events.json, all other objects into resources.json.
 * Throws InputError if the folder does not exist, is not a folder, or contains nothing to read.
 */
export function readDumpFolder(folder: string): DumpFiles {
  if (!existsSync(folder))
    throw new InputError(`${folder} does not exist; create a dump with: ${shellLine(['npx', 'kg-rca', 'dump', folder])}`);
  if (!statSync(folder).isDirectory()) throw new InputError(`${folder} is a file; specify the folder that contains the dump`);
  const files = new Map<string, string>();
  const [resources, events]: [unknown[], unknown[]] = [[], []];
  for (const path of pathsBelow(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    if (OTHER_FILES.test(name)) files.set(name, readText(path));
    else if (/\.(json|ya?ml)$/.test(name)) {
      for (const object of objectsIn(path, name)) ((object as { kind?: unknown }).kind === 'Event' ? events : resources).push(object);
    }
  }
  if (resources.length === 0 && events.length === 0 && files.size === 0)
    throw new InputError(`${folder} does not contain a dump (*.json or *.yaml files with objects, or logs/); see npx kg-rca --help`);
  if (resources.length > 0) files.set('resources.json', JSON.stringify(resources));
  if (events.length > 0) files.set('events.json', JSON.stringify(events));
  return files;
}

/**
 * The objects in files and folders, such as the manifests of a repository or a dump, as one dump, and the file of each by its
 * key (see keyOf). Throws InputError as readDumpFolder does.
 */
export function readManifests(paths: readonly string[]): { files: DumpFiles; sources: ReadonlyMap<string, string> } {
  const sources = new Map<string, string>();
  const objects: object[] = [];
  const about = new Map<string, string>();
  for (const path of paths) {
    if (!existsSync(path)) throw new InputError(`${path} does not exist; specify files or folders with objects of Kubernetes`);
    const isFolder = statSync(path).isDirectory();
    for (const file of isFolder ? pathsBelow(path) : [path]) {
      const name = isFolder ? relative(path, file).split(sep).join('/') : file;
      if (isFolder && OTHER_FILES.test(name)) {
        if (!name.startsWith('logs/')) about.set(name, readText(file));
      } else if (!isFolder || /\.(json|ya?ml)$/.test(name)) {
        for (const object of objectsIn(file, file)) {
          objects.push(object);
          const { kind, metadata } = object as { kind?: string; metadata?: { name?: string; namespace?: string } };
          if (kind && metadata?.name) sources.set(keyOf(ref(kind, metadata.namespace, metadata.name)), file);
        }
      }
    }
  }
  const known = objects.filter((object) => typeof (object as { kind?: unknown }).kind === 'string');
  if (known.length === 0) throw new InputError(`${paths.join(', ')}: no object of Kubernetes was found; specify *.json or *.yaml files`);
  return { files: new Map([...about, ['resources.json', JSON.stringify(known)]]), sources };
}

/** Writes a dump to a folder, which must not exist or must be empty. Throws InputError otherwise, and for a file outside of it. */
export function writeDumpFolder(folder: string, files: DumpFiles): void {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new InputError(`${folder} already exists and is not empty; choose another folder`);
  const outside = [...files.keys()].find((name) => name.split('/').some((part) => /^\.{0,2}$|[\\\0]/.test(part)));
  if (outside !== undefined) throw new InputError(`the cluster has an object whose name cannot be that of a file: ${outside}`);
  for (const [name, content] of files) {
    const path = join(folder, ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

function pathsBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readText(path: string): string {
  if (statSync(path).size > MAX_FILE_BYTES)
    throw new InputError(`${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB; remove it from the folder or shorten it`);
  return readFileSync(path, 'utf8');
}

/** The objects in a file: a List, an array, several YAML documents or a single object. */
function objectsIn(path: string, name: string): object[] {
  const text = readText(path);
  if (text.trim() === '') return [];
  let documents: unknown[];
  try {
    documents = name.endsWith('.json') ? [JSON.parse(text)] : parseAllDocuments(text).map((document) => yamlValue(document));
  } catch (error) {
    throw new InputError(`${name} cannot be read: ${(error as Error).message.split('\n')[0]}; correct it or remove it from the folder`);
  }
  return documents.flatMap(objectsOf);
}

function yamlValue(document: { errors: Error[]; toJS(): unknown }): unknown {
  const [error] = document.errors;
  if (error) throw error;
  return document.toJS();
}

function objectsOf(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { items } = value as { items?: unknown };
  return Array.isArray(items) ? items.flatMap(objectsOf) : [value];
}
