import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { readOrMake } from '../config/read-or-make.js';

/** How the sandbox partners are reached by this process. Pages reach them at their own host name and the same ports. */
export interface SandboxFacts {
  readonly stripe: { readonly url: string; readonly secretKey: string; readonly publishableKey: string; readonly webhookSecret: string };
  readonly mailbox: { readonly url: string };
  /** smtp://host:port */
  readonly smtp: { readonly url: string };
  readonly analytics: { readonly url: string };
}

interface SandboxKeys {
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
}

export function sandboxFolder(config: Config): string {
  return join(config.dataFolder, 'sandbox');
}

/** Where the sandbox sends events: the server itself, past any proxy. Undefined while its port is open. */
export function webhookTarget(config: Config): string | undefined {
  return config.port === 0 ? undefined : `http://${reachableName(config.host)}:${config.port}/api/webhooks/stripe`;
}

/** The partners' addresses by the settings, for a server that runs apart from `paydesk sandbox`. */
export function expectedSandbox(config: Config): SandboxFacts {
  const { sandboxPort: port } = config;
  const name = reachableName(config.host);
  return {
    stripe: { url: `http://${name}:${port}`, ...sandboxKeys(config) },
    mailbox: { url: `http://${name}:${port + 1}` },
    smtp: { url: `smtp://${name}:${port + 2}` },
    analytics: { url: `http://${name}:${port + 3}` },
  };
}

function reachableName(host: string): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return name.includes(':') ? `[${name}]` : name;
}

/** Random per data folder, so that nobody's sandbox knows anybody else's secrets. */
export function sandboxKeys(config: Config): SandboxKeys {
  const made = (): SandboxKeys => ({ secretKey: `sk_test_${random()}`, publishableKey: `pk_test_${random()}`, webhookSecret: `whsec_${random()}` });
  return JSON.parse(readOrMake(join(sandboxFolder(config), 'keys.json'), () => `${JSON.stringify(made())}\n`));
}

function random(): string {
  return randomBytes(18).toString('hex');
}
