/** What a sandbox is started with. Ports of 0 are chosen by the system. */
export interface SandboxConfig {
  host: string;
  ports: { stripe: number; mailbox: number; smtp: number; analytics?: number };
  /** Where everything is kept. */
  journalDir: string;
  /** Origins of the pages that may call it. */
  origins: string[];
  /** Addresses that get every event. */
  webhookTargets: string[];
  /** The process to end with; left out when started alone. */
  parentPid?: number;
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  /** The account's default API version, for events and calls that name none. */
  apiVersion?: string;
}

export interface SandboxUrls {
  stripe: string;
  mailbox: string;
  /** `smtp://host:port` */
  smtp: string;
  /** Google's stand-in: tokens, the Analytics Data API, and where a Firebase project's property is. */
  analytics: string;
}

const TEXTS = ['host', 'journalDir', 'secretKey', 'publishableKey', 'webhookSecret'] as const;

/** Reads the JSON of `PAYDESK_SANDBOX`; throws with the name of what is missing. */
export function readConfig(json: string | undefined): SandboxConfig {
  if (!json) throw new Error('PAYDESK_SANDBOX is not set');
  const config = JSON.parse(json) as Partial<SandboxConfig>;
  for (const name of TEXTS) if (typeof config[name] !== 'string' || config[name] === '') throw new Error(`PAYDESK_SANDBOX lacks ${name}`);
  return {
    ports: { stripe: 0, mailbox: 0, smtp: 0 },
    origins: [],
    webhookTargets: [],
    ...config,
  } as SandboxConfig;
}
