import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inSnapshot } from '../database/snapshot.js';
import { encrypting, keyOf, newSalt } from './cipher.js';
import { ENCRYPTED, encodeFrame, PLAIN } from './container.js';
import { dumpTables, nowhere } from './dump-tables.js';
import type { DumpProgress, DumpSink } from './dump-tables.js';
import type { Manifest } from './manifest.js';

export interface BackupOptions {
  /** Encrypts the file; kept apart from the key ring. */
  readonly key?: string | undefined;
  readonly onProgress?: (progress: DumpProgress) => void;
}

/**
 * Writes one snapshot of the whole database into `file`. The file appears under its name only when it is
 * complete and on disk. `url` needs to read every table: the owner's.
 */
export async function writeBackup(url: string, file: string, options: BackupOptions = {}): Promise<Manifest> {
  const partial = `${file}.partial`;
  try {
    const manifest = await inSnapshot(url, (_reader, client) => {
      const frames = new PassThrough({ highWaterMark: 1024 * 1024 });
      const dumped = dumpTables(client, sinkInto(frames), options.onProgress ?? (() => undefined)).then((done) => {
        frames.end(encodeFrame('M', done));
        return done;
      });
      // Each side's failure must end the other: a full disk stops the dump, a lost database stops the file.
      const written = writeFile(partial, frames, options.key);
      dumped.catch((error: Error) => frames.destroy(error));
      return Promise.all([dumped, written]).then(([done]) => done);
    });
    await syncToDisk(partial);
    await rename(partial, file);
    return manifest;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function sinkInto(frames: PassThrough): DumpSink {
  const write = async (bytes: Buffer) => {
    if (!frames.write(bytes)) await drained(frames);
    if (frames.destroyed) throw frames.errored ?? new Error('the backup file could not be written');
  };
  return {
    begin: (header) => write(encodeFrame('H', header)),
    table: (name, columns) => write(encodeFrame('T', { name, columns })),
    rows: (chunk) => write(encodeFrame('D', chunk)),
  };
}

/** Until there is room again, or never will be. */
function drained(frames: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      frames.off('drain', done).off('close', done);
      resolve();
    };
    frames.once('drain', done).once('close', done);
  });
}

async function writeFile(file: string, frames: PassThrough, secret: string | undefined): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600 });
  const salt = newSalt();
  if (secret === undefined) {
    out.write(PLAIN);
    await pipeline(frames, createGzip(), out);
  } else {
    out.write(Buffer.concat([ENCRYPTED, salt]));
    await pipeline(frames, createGzip(), encrypting(keyOf(secret, salt)), out);
  }
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The digest a backup of this database would carry, without writing one. */
export async function digestDatabase(url: string, onProgress: (progress: DumpProgress) => void = () => undefined): Promise<Manifest> {
  return inSnapshot(url, (_reader, client) => dumpTables(client, nowhere, onProgress));
}
