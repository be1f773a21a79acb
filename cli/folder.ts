import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { DumpFiles } from '#lib/rca/dump.ts';

/** Something about the command line or its files stands in the way; said in one line. */
export class InputError extends Error {
  override name = 'InputError';
}

const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** Files of a dump that are no lists of objects. */
const OTHERS = /^(case\.json|alerts\.json|metrics\.csv|missing\.txt|logs\/.*)$/;

/**
 * The files of a dump folder, by path. Besides the names that `kg-rca dump` writes, any *.json, *.yaml or *.yml with
 * objects as kubectl prints them will do: Events among them become events.json, everything else resources.json.
 * Throws InputError for a folder that is missing, is none, or holds nothing to read.
 */
export function readDumpFolder(folder: string): DumpFiles {
  if (!existsSync(folder)) throw new InputError(`${folder} does not exist; make a dump with: npx kg-rca dump ${folder}`);
  if (!statSync(folder).isDirectory()) throw new InputError(`${folder} is a file; give the folder that holds the dump`);
  const files = new Map<string, string>();
  const [resources, events]: [unknown[], unknown[]] = [[], []];
  for (const path of pathsBelow(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    if (OTHERS.test(name)) files.set(name, readText(path));
    else if (/\.(json|ya?ml)$/.test(name)) {
      for (const object of objectsIn(path, name)) ((object as { kind?: unknown }).kind === 'Event' ? events : resources).push(object);
    }
  }
  if (resources.length === 0 && events.length === 0 && files.size === 0)
    throw new InputError(`${folder} holds no dump: no *.json or *.yaml with objects, no logs/; see npx kg-rca --help`);
  if (resources.length > 0) files.set('resources.json', JSON.stringify(resources));
  if (events.length > 0) files.set('events.json', JSON.stringify(events));
  return files;
}

/** Writes a dump into a folder that does not exist or is empty. Throws InputError otherwise. */
export function writeDumpFolder(folder: string, files: DumpFiles): void {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new InputError(`${folder} is there already and not empty; choose another folder`);
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
    throw new InputError(`${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB; leave it out or cut it`);
  return readFileSync(path, 'utf8');
}

/** The objects of a file: of a List, of an array, of several YAML documents, or one alone. */
function objectsIn(path: string, name: string): object[] {
  const text = readText(path);
  if (text.trim() === '') return [];
  let documents: unknown[];
  try {
    documents = name.endsWith('.json') ? [JSON.parse(text)] : parseAllDocuments(text).map((document) => yamlValue(document));
  } catch (error) {
    throw new InputError(`${name} can not be read: ${(error as Error).message.split('\n')[0]}; mend it, or leave it out`);
  }
  return documents.flatMap(unlisted);
}

function yamlValue(document: { errors: Error[]; toJS(): unknown }): unknown {
  const [error] = document.errors;
  if (error) throw error;
  return document.toJS();
}

function unlisted(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(unlisted);
  if (typeof value !== 'object' || value === null) return [];
  const { items } = value as { items?: unknown };
  return Array.isArray(items) ? items.flatMap(unlisted) : [value];
}
