/** A record to append. `value` is the JSON text of the message. */
export interface NewRecord {
  key: string;
  value: string;
  /**
   * 16 bytes that tell the record from all others of its stream. Whoever sets it has validated the record
   * (lib/wire), so consumers need not validate it again. An adapter that others can write to does not carry it.
   */
  identity?: Buffer;
}
