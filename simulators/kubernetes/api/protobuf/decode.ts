import { isoTime } from '../../store/store.ts';
import { StatusError } from '../status.ts';
import { type Field, MESSAGES } from './messages.ts';

/** What stands before the envelope of every object in protobuf. */
const MAGIC = Buffer.from('k8s\0');

/** Empty messages whose fields are not read: what a status holds that a client sends along. */
const UNREAD = new Set(['Empty', 'RulesStatus', 'AccessStatus']);

/**
 * An object in the API's protobuf form as the JSON that it stands for. Throws UnsupportedMediaType of kinds and fields
 * that are not known here, so that nothing is lost silently.
 */
export function decodeProtobuf(body: Buffer): object {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw refused('it does not begin with the magic of Kubernetes protobuf');
  let apiVersion = '';
  let kind = '';
  let raw: Buffer = Buffer.alloc(0);
  for (const { number, bytes } of fields(body.subarray(MAGIC.length))) {
    if (number === 2) raw = bytes;
    if (number !== 1) continue;
    for (const part of fields(bytes)) {
      if (part.number === 1) apiVersion = part.bytes.toString('utf8');
      if (part.number === 2) kind = part.bytes.toString('utf8');
    }
  }
  if (!MESSAGES[kind]) throw refused(`there is no schema for ${kind || 'an object without kind'}`);
  return { kind, apiVersion, ...message(kind, raw) };
}

interface Wire {
  number: number;
  /** Of a length-delimited field. */
  bytes: Buffer;
  /** Of a varint. */
  value: bigint;
}

/** The fields of a message as they stand in it. */
function* fields(buffer: Buffer): Generator<Wire> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at++];
      if (byte === undefined) throw refused('it ends in the middle of a field');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < buffer.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) yield { number, bytes: Buffer.alloc(0), value: BigInt.asIntN(64, varint()) };
    else if (wireType === 2) {
      const length = Number(varint());
      if (at + length > buffer.length) throw refused('it ends in the middle of a field');
      yield { number, bytes: buffer.subarray(at, at + length), value: 0n };
      at += length;
    } else throw refused(`wire type ${wireType} does not occur in objects of the API`);
  }
}

function message(name: string, buffer: Buffer): Record<string, unknown> {
  const known = MESSAGES[name]!;
  const result: Record<string, unknown> = {};
  for (const wire of fields(buffer)) {
    const field = known.find(([number]) => number === wire.number);
    if (field) put(result, field, wire);
    else if (!UNREAD.has(name)) throw refused(`field ${wire.number} of ${name} is not known`);
  }
  return result;
}

function put(result: Record<string, unknown>, [, name, type]: Field, { bytes, value }: Wire): void {
  const text = () => bytes.toString('utf8');
  const append = (one: unknown) => {
    result[name] = [...((result[name] as unknown[]) ?? []), one];
  };
  switch (type) {
    case 'string':
      if (bytes.length > 0) result[name] = text();
      break;
    case 'int':
      if (value !== 0n) result[name] = Number(value);
      break;
    case 'int?':
      result[name] = Number(value);
      break;
    case 'bool':
      if (value !== 0n) result[name] = true;
      break;
    case 'bool?':
      result[name] = value !== 0n;
      break;
    case 'strings':
      append(text());
      break;
    case 'time': {
      const seconds = [...fields(bytes)].find(({ number }) => number === 1)?.value;
      if (seconds !== undefined) result[name] = isoTime(Number(seconds) * 1000);
      break;
    }
    case 'map':
    case 'bytesMap':
    case 'quantities':
      result[name] = { ...(result[name] as object), ...entry(type, bytes) };
      break;
    default:
      if (type.endsWith('[]')) append(message(type.slice(0, -2), bytes));
      else result[name] = message(type, bytes);
  }
}

/** An entry of a map: key in field 1, value in field 2. */
function entry(type: string, buffer: Buffer): Record<string, string> {
  let key = '';
  let value: Buffer = Buffer.alloc(0);
  for (const { number, bytes } of fields(buffer)) {
    if (number === 1) key = bytes.toString('utf8');
    if (number === 2) value = bytes;
  }
  if (type === 'quantities') return { [key]: [...fields(value)].find(({ number }) => number === 1)?.bytes.toString('utf8') ?? '0' };
  return { [key]: value.toString(type === 'map' ? 'utf8' : 'base64') };
}

function refused(why: string): StatusError {
  return new StatusError(
    'UnsupportedMediaType',
    `the simulator can't read this protobuf body: ${why}. Send JSON, as kubectl does with \`kubectl apply -f\` and \`kubectl create -f\``,
    {},
  );
}
