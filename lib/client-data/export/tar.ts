const BLOCK = 512;
/** The most a file of an archive may hold: eleven octal digits. */
const MAX_SIZE = 8 ** 11 - 1;

/**
 * A file of a tar archive (POSIX.1-1988 ustar): its header, its content, and the zeros that fill the last block. `at` in epoch ms.
 * Throws RangeError for a name over 100 bytes or a content that is too large for the format.
 */
export function tarFile(name: string, content: Buffer, at: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new RangeError(`the name of a file in an archive may have 100 bytes: ${name}`);
  if (content.length > MAX_SIZE) throw new RangeError(`${name} is too large for an archive`);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(
    `${Math.floor(at / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('        ', 148); // the checksum counts its own place as spaces
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** The end of an archive: two blocks of zeros. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);
