import { existsSync, statSync, statfsSync } from 'node:fs';
import { ConfigurationError, loadConfig, type Config } from '../config.js';
import { aboutDatabase } from './doctor/database.js';
import { words, type Finding } from './doctor/finding.js';
import { aboutOutside } from './doctor/outside.js';
import { columns, print } from './progress.js';

const ROOM_BYTES = 1_000_000_000;

/** Looks at everything that must be right; exit code 1 when something fails. Changes nothing. */
export async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = await examine();
  const sound = findings.every((finding) => finding.result !== 'fail');
  if (!sound) process.exitCode = 1;
  if (options.json) print(JSON.stringify({ ok: sound, findings }, undefined, 2));
  else print(columns(findings.map(({ check, result, message }) => [result, check, message])));
}

async function examine(): Promise<Finding[]> {
  const findings: Finding[] = [{ check: 'node', result: 'ok', message: process.versions.node }];
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    const errors = error instanceof ConfigurationError ? error.errors : [words(error)];
    return [...findings, ...errors.map((message) => ({ check: 'settings', result: 'fail' as const, message }))];
  }
  return [...findings, aboutSettings(config), aboutDataFolder(config), ...(await aboutDatabase(config)), ...(await aboutOutside(config))];
}

/** What is set, never what a secret is. */
function aboutSettings(config: Config): Finding {
  const facts = [
    `${config.mode} mode`,
    `database ${config.database.url ? 'of DATABASE_URL' : 'embedded'}`,
    `Stripe ${config.stripe ? 'with its own keys' : config.mode === 'demo' ? 'sandbox' : 'not set'}`,
    `mail ${config.smtpUrl ? 'by SMTP_URL' : config.mode === 'demo' ? 'to the sandbox mailbox' : 'not set'}`,
    `backups ${config.backupKey ? 'encrypted' : 'not encrypted'}`,
    `listens on ${config.host}:${config.port}`,
  ];
  return { check: 'settings', result: 'ok', message: facts.join(', ') };
}

function aboutDataFolder(config: Config): Finding {
  const check = 'data folder';
  if (!existsSync(config.dataFolder)) return { check, result: 'ok', message: `${config.dataFolder} (made at the first start)` };
  if (statSync(config.dataFolder).mode & 0o077) return { check, result: 'warn', message: `${config.dataFolder} can be read by others: chmod 700 it` };
  const { bavail, bsize } = statfsSync(config.dataFolder);
  const room = bavail * bsize;
  const message = `${config.dataFolder}, ${Math.round(room / 1_000_000)} MB free`;
  return room < ROOM_BYTES ? { check, result: 'warn', message: `${message}: make room` } : { check, result: 'ok', message };
}
