import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { isoTime } from '../../store/object.ts';
import { StatusError } from '../status.ts';

/** The four bytes before the envelope of every object in protobuf. */
const MAGIC = Buffer.from('k8s\0');

/** Messages of a status that clients send along and the server ignores: undeclared fields in them are dropped. */
const IGNORED = new Set(['Unread', 'RulesStatus', 'AccessStatus']);

const { root } = protobuf.parse(readFileSync(new URL('messages.proto', import.meta.url), 'utf8'), { keepCase: true });
const ENVELOPE = root.lookupType('k8s.Unknown');

// Messages that are strings in JSON. A zero time is left out, as Go's omitempty leaves it out.
writtenAs<{ seconds?: number }>('Time', ({ seconds }) => (seconds ? isoTime(seconds * 1000) : undefined));
writtenAs<{ string?: string }>('Quantity', ({ string }) => string ?? '0');

/**
 * Decodes an object of the API from protobuf into its JSON form. Throws UnsupportedMediaType for malformed bodies and for
 * kinds and fields that messages.proto does not declare, so that nothing is dropped silently.
 */
export function decodeProtobuf(body: Buffer): object {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw refused('it does not begin with the magic bytes of Kubernetes protobuf');
  const envelope = decode(ENVELOPE, body.subarray(MAGIC.length)) as Envelope;
  const { apiVersion = '', kind = '' } = envelope.typeMeta ?? {};
  const type = kind && root.lookup(`k8s.${kind}`, protobuf.Type);
  if (!type) throw refused(`there is no schema for ${kind || 'an object without a kind'}`);
  const object = (type as protobuf.Type).toObject(decode(type as protobuf.Type, envelope.raw ?? Buffer.alloc(0)), {
    longs: Number,
    bytes: String,
  });
  // Going through JSON text drops undefined values.
  return { kind, apiVersion, ...JSON.parse(JSON.stringify(object)) };
}

interface Envelope extends protobuf.Message {
  typeMeta?: { apiVersion?: string; kind?: string };
  raw?: Uint8Array;
}

function decode(type: protobuf.Type, bytes: Uint8Array): protobuf.Message {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  let message: protobuf.Message;
  try {
    message = type.decode(reader);
  } catch (error) {
    throw refused(error instanceof RangeError ? 'it ends in the middle of a field' : (error as Error).message);
  }
  assertKnown(message);
  return message;
}

/** Throws where a message, or one inside it, has fields that its type does not declare. */
function assertKnown(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (value instanceof protobuf.Message && !IGNORED.has(value.$type.name)) {
    const [unknown] = value.$unknowns ?? [];
    const tag = unknown && protobuf.Reader.create(unknown).uint32();
    if (tag) throw refused(`field ${tag >>> 3} of ${value.$type.name} is not known (wire type ${tag & 7})`);
  }
  for (const inner of Object.values(value)) assertKnown(inner);
}

/** Makes a message convert to a string; undefined omits it. */
function writtenAs<Fields>(name: string, text: (fields: Fields) => string | undefined): void {
  const type = root.lookupType(`k8s.${name}`);
  type.setup();
  const toObject = type.toObject.bind(type);
  type.toObject = (message, options) => text(toObject(message, options) as Fields) as unknown as Record<string, unknown>;
}

function refused(why: string): StatusError {
  return new StatusError(
    'UnsupportedMediaType',
    `the simulator can't read this protobuf body: ${why}. Send JSON, as kubectl does with \`kubectl apply -f\` and \`kubectl create -f\``,
    {},
  );
}
