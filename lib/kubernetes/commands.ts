import { shellLine } from '#lib/text/index.ts';
import { isLabel, isLabelValue, isNameOf, isQualifiedName, isSubdomain } from './names.ts';
import type { ObjectRef } from './refs.ts';

/**
 * Commands for people to copy. Names and texts of a cluster are written by strangers, so a command is a list of words, and only
 * words that were checked enter it: `command` takes its own text and what the functions below return, and nothing else.
 */

/** Words that were checked; undefined if the text is not what it should be. Only this file makes them. */
class Checked {
  readonly #words: readonly string[] | undefined;
  constructor(words: readonly string[] | undefined) {
    this.#words = words;
  }
  get words(): readonly string[] | undefined {
    return this.#words;
  }
}

export type { Checked };

/** A command: the words of each program, whose output goes into the next one. Only `command` makes one. */
class Command {
  readonly #pipeline: readonly (readonly string[])[];
  constructor(pipeline: readonly (readonly string[])[]) {
    this.#pipeline = pipeline;
  }
  get pipeline(): readonly (readonly string[])[] {
    return this.#pipeline;
  }
  /** The line to copy: a shell reads back exactly the words of the pipeline. */
  get line(): string {
    return this.#pipeline.map(shellLine).join(' | ');
  }
}

export type { Command };

/**
 * A command, written as one types it: command`kubectl edit ${kindAndName(ref)}`. Its own text is split at spaces, a `|` alone pipes.
 * Undefined if one of the parts is not what it should be: then there is no command to copy.
 */
export function command(text: TemplateStringsArray, ...parts: Checked[]): Command | undefined {
  if (parts.some(({ words }) => words === undefined)) return undefined;
  const pipeline: string[][] = [[]];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) pipeline.at(-1)!.push(word);
    word = undefined;
  };
  const add = (words: readonly string[]) => {
    for (const [index, one] of words.entries()) {
      if (index > 0) end();
      if (one !== '') word = `${word ?? ''}${one}`;
    }
  };
  for (const [index, piece] of text.entries()) {
    for (const [program, own] of piece.split(' | ').entries()) {
      if (program > 0) {
        end();
        pipeline.push([]);
      }
      add(own.split(' '));
    }
    add(parts[index]?.words ?? []);
  }
  end();
  return new Command(pipeline);
}

const checked = (isValid: boolean, ...words: string[]): Checked => new Checked(isValid ? words : undefined);

/** `deployment web -n shop`. */
export function kindAndName(ref: ObjectRef): Checked {
  return withNamespace(ref, ref.kind.toLowerCase(), ref.name);
}

/** `deployment/web -n shop`. */
export function kindSlashName(ref: ObjectRef): Checked {
  return withNamespace(ref, `${ref.kind.toLowerCase()}/${ref.name}`);
}

/** `web -n shop`, where the text of the command names the kind. */
export function nameOf(ref: ObjectRef): Checked {
  return withNamespace(ref, ref.name);
}

function withNamespace(ref: ObjectRef, ...words: string[]): Checked {
  // Names of roles may begin with a dash, which would make an option of them.
  const isValid = isNameOf(ref.kind, ref.name) && !ref.name.startsWith('-');
  return new Checked(isValid && inNamespace(ref).words ? [...words, ...inNamespace(ref).words!] : undefined);
}

/** `-n shop`, or nothing for what has no namespace. */
export function inNamespace({ namespace }: Pick<ObjectRef, 'namespace'>): Checked {
  return namespace ? checked(isLabel(namespace), '-n', namespace) : new Checked([]);
}

/** The name of a container; CONTAINER where it is not known. */
export function containerName(name: string | undefined): Checked {
  return name ? checked(isLabel(name), name) : new Checked(['CONTAINER']);
}

/** The name of a node. */
export function nodeName(name: string): Checked {
  return checked(isSubdomain(name), name);
}

/** A host by its name or address. */
export function hostName(host: string): Checked {
  const isAddress = /^[0-9a-f:.]{2,45}$/i.test(host) && host.split(':').length > 2;
  return checked(isAddress || isSubdomain(host), host);
}

/** A port; PORT where it is not known. */
export function portNumber(number: number | undefined): Checked {
  return number === undefined ? new Checked(['PORT']) : checked(Number.isInteger(number) && number > 0 && number <= 65_535, String(number));
}

/** The key of a ConfigMap or Secret; KEY where it is not known. */
export function dataKey(key: string | undefined): Checked {
  return key === undefined ? new Checked(['KEY']) : checked(/^[A-Za-z0-9._-]{1,253}$/.test(key), key);
}

/** The name of an environment variable; NAME where it is not known. */
export function variableName(name: string | undefined): Checked {
  return name === undefined ? new Checked(['NAME']) : checked(/^[A-Za-z_][A-Za-z0-9_]{0,252}$/.test(name), name);
}

/** The key of a label or taint; KEY where it is not known. */
export function qualifiedName(name: string | undefined): Checked {
  return name === undefined ? new Checked(['KEY']) : checked(isQualifiedName(name), name);
}

/** Labels as a selector: `app=web,tier=front`. */
export function labelSelector(labels: Readonly<Record<string, string>>): Checked {
  const pairs = Object.entries(labels);
  return checked(
    pairs.length > 0 && pairs.every(([key, value]) => isQualifiedName(key) && isLabelValue(value)),
    pairs.map(([key, value]) => `${key}=${value}`).join(','),
  );
}

/** The user that a service account is: `system:serviceaccount:shop:web`. */
export function serviceAccountUser(user: string): Checked {
  const [system, kind, namespace = '', name = '', ...more] = user.split(':');
  const isValid = system === 'system' && kind === 'serviceaccount' && isLabel(namespace) && isSubdomain(name) && more.length === 0;
  return checked(isValid, user);
}

/** A whole number that is not negative. */
export function wholeNumber(number: number): Checked {
  return checked(Number.isSafeInteger(number) && number >= 0, String(number));
}

/** The hash of a commit. */
export function commitHash(hash: string): Checked {
  return checked(/^[0-9a-f]{7,64}$/.test(hash), hash);
}

/** A patch as JSON, of printable ASCII alone: nothing in it can deceive whoever reads the line, and the shell's quotes hold all of it. */
export function jsonPatch(patch: object): Checked {
  const line = JSON.stringify(patch);
  return checked(/^[\x20-\x7e]{2,2000}$/.test(line), line);
}

/** A word of the command's own text that holds spaces or quotes, such as a patch. */
export function fixed<Text extends string>(text: string extends Text ? never : Text): Checked {
  return new Checked([text]);
}
