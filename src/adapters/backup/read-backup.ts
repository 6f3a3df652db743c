import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { decrypting, keyOf, SALT_BYTES } from './cipher.js';
import { ENCRYPTED, PLAIN, readFrames } from './container.js';
import type { Frame } from './container.js';
import { BackupError } from './manifest.js';

/** The frames of a backup file. Throws BackupError in plain words for a missing, foreign, damaged or locked one. */
export async function* openBackup(file: string, secret: string | undefined): AsyncGenerator<Frame> {
  const { start, salt } = await readStart(file);
  const bytes = createReadStream(file, { start });
  try {
    yield* readFrames(plainBytes(bytes, secret, salt));
  } catch (error) {
    throw asBackupError(error);
  } finally {
    bytes.destroy();
  }
}

function plainBytes(bytes: Readable, secret: string | undefined, salt: Buffer | undefined): AsyncIterable<Buffer> {
  // The reader of the last stream sees the error of any of them: the callback has nothing left to do.
  const done = () => undefined;
  if (salt === undefined) return pipeline(bytes, createGunzip(), done);
  if (secret === undefined) throw new BackupError('The backup is encrypted: set PAYDESK_BACKUP_KEY to the key it was made with.');
  return pipeline(bytes, decrypting(keyOf(secret, salt)), createGunzip(), done);
}

async function readStart(file: string): Promise<{ start: number; salt?: Buffer }> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupError(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`);
  });
  try {
    const magic = Buffer.alloc(PLAIN.length);
    await handle.read(magic, 0, magic.length, 0);
    if (magic.equals(PLAIN)) return { start: PLAIN.length };
    if (!magic.equals(ENCRYPTED)) throw new BackupError(`${file} is not a backup of Paydesk.`);
    const salt = Buffer.alloc(SALT_BYTES);
    await handle.read(salt, 0, salt.length, ENCRYPTED.length);
    return { start: ENCRYPTED.length + SALT_BYTES, salt };
  } finally {
    await handle.close();
  }
}

/** What the decompressor says of a damaged file is of no use to the person who needs another copy of it. */
function asBackupError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') return new BackupError('The backup is damaged or cut off.', { cause: error });
  return error;
}
