import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { Transform } from 'node:stream';
import { BackupError } from './manifest.js';

/**
 * Encryption of a backup with a key of its own (not the key ring, so that a stolen backup and a stolen
 * configuration are two thefts). AES-256-GCM over pieces of 64 KiB; each piece is numbered and the last one is
 * marked, so that nothing can be cut off, left out or moved.
 */
const PIECE = 64 * 1024;
const TAG = 16;
export const SALT_BYTES = 16;
const LEAST_KEY = 16;

export function newSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/** The key of one file. Throws in plain words when the secret is too short to be one. */
export function keyOf(secret: string, salt: Buffer): Buffer {
  if (secret.length < LEAST_KEY) throw new BackupError(`The backup key is too short: give at least ${LEAST_KEY} characters.`);
  return scryptSync(secret, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
}

export function encrypting(key: Buffer): Transform {
  return inPieces(PIECE, (piece, number, last) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last));
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  });
}

export function decrypting(key: Buffer): Transform {
  return inPieces(PIECE + TAG, (piece, number, last) => {
    if (piece.length < TAG) throw new BackupError('The backup is cut off.');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last));
    decipher.setAuthTag(piece.subarray(piece.length - TAG));
    try {
      return Buffer.concat([decipher.update(piece.subarray(0, piece.length - TAG)), decipher.final()]);
    } catch {
      throw new BackupError(number === 0 ? 'The backup key is not the one this backup was made with, or the file is damaged.' : 'The backup is damaged or cut off.');
    }
  });
}

/** The key is new for every file (its salt is), so counting makes every nonce unique. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 0, 6);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

/** Cuts what flows through into pieces of `size`, the last one shorter (possibly empty), and carries out `work` on each. */
function inPieces(size: number, work: (piece: Buffer, number: number, last: boolean) => Buffer): Transform {
  let rest = Buffer.alloc(0);
  let number = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, chunk]);
      try {
        // A full piece waits until something follows it: only then is it known not to be the last.
        while (rest.length > size) {
          this.push(work(rest.subarray(0, size), number++, false));
          rest = rest.subarray(size);
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        this.push(work(rest, number, true));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
