import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** An append-only file of JSON lines. Offsets are bytes from the start and stay valid for its life. */
export interface Journal {
  /** Hands the line to the operating system before returning; gives its offset. */
  append(entry: unknown): number;
  read(offset: number): unknown;
  size(): number;
  close(): void;
}

const CHUNK = 1 << 20;
const NEWLINE = 10;

/**
 * Opens (or creates) the file and replays every whole line after `from`.
 * A torn last line, left by a kill in the middle of a write, was never acknowledged and is cut off.
 */
export function openJournal(file: string, replay: (entry: unknown, offset: number) => void, from = 0): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, 'a+', 0o600);
  let size = replayLines(fd, from, replay);
  if (fstatSync(fd).size > size) ftruncateSync(fd, size);
  return {
    append(entry) {
      const bytes = Buffer.from(JSON.stringify(entry) + '\n');
      const offset = size;
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
      size += bytes.length;
      return offset;
    },
    read: (offset) => JSON.parse(readLine(fd, offset)) as unknown,
    size: () => size,
    close: () => closeSync(fd),
  };
}

function replayLines(fd: number, from: number, replay: (entry: unknown, offset: number) => void): number {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  let start = from;
  for (let position = from; ; ) {
    const count = readSync(fd, chunk, 0, CHUNK, position);
    if (count === 0) return start;
    position += count;
    const block = Buffer.concat([rest, chunk.subarray(0, count)]);
    let begin = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, begin)) {
      const entry = parseWhole(block.toString('utf8', begin, end));
      if (entry === undefined) return start;
      replay(entry, start);
      start += end + 1 - begin;
      begin = end + 1;
    }
    rest = Buffer.from(block.subarray(begin));
  }
}

function parseWhole(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function readLine(fd: number, offset: number): string {
  const parts: Buffer[] = [];
  for (let position = offset, length = 4096; ; length = CHUNK) {
    const chunk = Buffer.allocUnsafe(length);
    const count = readSync(fd, chunk, 0, length, position);
    if (count === 0) throw new Error(`The journal ends inside the line at byte ${offset}`);
    const end = chunk.subarray(0, count).indexOf(NEWLINE);
    parts.push(chunk.subarray(0, end >= 0 ? end : count));
    if (end >= 0) return Buffer.concat(parts).toString('utf8');
    position += count;
  }
}
