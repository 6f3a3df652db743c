import { BackupError } from './manifest.js';

/** First bytes of every backup file; the last letter says whether a key is needed. */
export const PLAIN = Buffer.from('paydesk-backup-1p');
export const ENCRYPTED = Buffer.from('paydesk-backup-1e');

/**
 * A backup is a row of frames: one letter, four bytes of length, that many bytes.
 * H header (JSON), T a table begins (JSON), D rows as COPY wrote them, M manifest (JSON, the last frame).
 */
export type FrameKind = 'H' | 'T' | 'D' | 'M';

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Buffer;
}

const HEAD_BYTES = 5;
/** No writer of ours makes larger frames; a larger length is a damaged file. */
const LARGEST_FRAME = 64 * 1024 * 1024;

export function encodeFrame(kind: FrameKind, body: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Cuts a stream of bytes into frames. Throws when it ends inside one. */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD_BYTES) {
      const length = rest.readUInt32BE(1);
      if (length > LARGEST_FRAME) throw new BackupError('The backup is damaged: a part of it claims an impossible length.');
      if (rest.length < HEAD_BYTES + length) break;
      yield { kind: rest.toString('latin1', 0, 1) as FrameKind, body: rest.subarray(HEAD_BYTES, HEAD_BYTES + length) };
      rest = rest.subarray(HEAD_BYTES + length);
    }
  }
  if (rest.length > 0) throw new BackupError('The backup is cut off: it ends in the middle of a part.');
}

export function readJson<Shape>(frame: Frame): Shape {
  return JSON.parse(frame.body.toString('utf8')) as Shape;
}
