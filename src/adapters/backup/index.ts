export { digestDatabase, writeBackup } from './write-backup.js';
export type { BackupOptions } from './write-backup.js';
export { restoreBackup } from './restore-backup.js';
export type { Restored, RestoreOptions } from './restore-backup.js';
export type { Manifest } from './manifest.js';
