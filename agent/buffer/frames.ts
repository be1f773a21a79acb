import { crc32 } from 'node:zlib';

/**
 * Frames: how the agent keeps records in files. A frame is the payload's length (u32 LE), its CRC-32 (u32 LE) and
 * the payload in UTF-8. A file that a crash cut off holds whole frames up to some byte; what follows is no frame.
 */

const HEADER_BYTES = 8;

/** No frame is larger: a length beyond it is damage, not a record. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** The frame of one record. */
export function encodeFrame(payload: string): Buffer {
  const body = Buffer.from(payload, 'utf8');
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(crc32(body), 4);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/** A record read back, and the offset at which the next frame begins. */
interface Frame {
  payload: string;
  end: number;
}

/** The frame at `offset`, or undefined where the bytes there are not a whole and unharmed frame. */
function decodeFrame(bytes: Buffer, offset: number): Frame | undefined {
  if (offset + HEADER_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const end = offset + HEADER_BYTES + length;
  if (length > MAX_FRAME_BYTES || end > bytes.length) return undefined;
  const body = bytes.subarray(offset + HEADER_BYTES, end);
  if (crc32(body) !== bytes.readUInt32LE(offset + 4)) return undefined;
  return { payload: body.toString('utf8'), end };
}

/** Every frame from `offset` up to the first byte that begins none; `validBytes` is that byte's offset. */
export function decodeFrames(bytes: Buffer, offset = 0): { frames: Frame[]; validBytes: number } {
  const frames: Frame[] = [];
  let at = offset;
  for (let frame = decodeFrame(bytes, at); frame; frame = decodeFrame(bytes, at)) {
    frames.push(frame);
    at = frame.end;
  }
  return { frames, validBytes: at };
}
