import { Type, type Static, type TSchema } from 'typebox';

/** What a setting says about itself beside its type. `expects` completes the sentence "NAME must be …". */
type Words = {
  group: 'Where it runs' | 'Database' | 'Stripe' | 'Mail' | 'Security' | 'Business' | 'Operation';
  description: string;
  expects?: string;
  default?: string | number | boolean;
  /** Never printed, not even in an error. */
  secret?: true;
  /** In words, where the default depends on other settings. */
  defaultWords?: string;
  example?: string;
};

const text = (words: Words, pattern?: string) => Type.Optional(Type.String({ ...words, ...(pattern && { pattern }) }));
const whole = (minimum: number, maximum: number, words: Words) => Type.Optional(Type.Integer({ ...words, minimum, maximum }));
const yesNo = (words: Words) => Type.Optional(Type.Boolean(words));
const list = (pattern: string, words: Words) => Type.Optional(Type.Array(Type.String({ pattern }), words));
const oneOf = <const Names extends readonly string[]>(names: Names, words: Words) =>
  Type.Optional(Type.Unsafe<Names[number]>(Type.Enum([...names], words)));

const HTTP = '^https?://[^/\\s]+';
const POSTGRES = '^postgres(ql)?://';

/** Every setting that Paydesk reads from its environment. */
export const Settings = Type.Object({
  PAYDESK_MODE: oneOf(['demo', 'live'], {
    group: 'Where it runs',
    description: 'demo: sandbox partners, demo data and a clock for tests. live: real money; refuses everything a demo is forgiven.',
    defaultWords: 'live with a live processor key or NODE_ENV=production, else demo',
  }),
  NODE_ENV: text({
    group: 'Where it runs',
    description: 'production asks for live mode; development adds stack traces to errors. Anything else does neither.',
  }),
  HOST: text({ group: 'Where it runs', description: 'Address to listen on.', default: '127.0.0.1', example: '0.0.0.0' }),
  PORT: whole(0, 65_535, {
    group: 'Where it runs',
    description: 'Port to listen on; 0 takes any free one. In demo mode the sandbox partners listen on the ports that follow.',
    default: 3000,
  }),
  SANDBOX_PORT: whole(0, 65_000, {
    group: 'Where it runs',
    description: 'First port of the sandbox partners (demo mode): Stripe, then the mailbox page, then SMTP, then Google Analytics.',
    defaultWords: 'PORT + 1',
  }),
  PUBLIC_URL: text(
    {
      group: 'Where it runs',
      description: 'Address under which people and payment processors reach this server: in links, mails and webhook signatures. Required in live mode, there with https.',
      expects: 'an http:// or https:// address',
      defaultWords: 'http://HOST:PORT in demo mode',
      example: 'https://pay.example.com',
    },
    HTTP,
  ),
  ALLOWED_ORIGINS: list(HTTP, {
    group: 'Where it runs',
    description: 'Other web origins whose pages may call the APIs with cookies (CORS and the Origin check), separated by commas.',
    expects: 'http:// or https:// addresses separated by commas',
    defaultWords: 'only PUBLIC_URL',
  }),
  TRUST_PROXY_HOPS: whole(0, 10, {
    group: 'Where it runs',
    description: 'How many proxies in front may be believed about the caller’s address.',
    default: 0,
  }),
  DATA_DIR: text({
    group: 'Where it runs',
    description: 'Folder for keys, demo facts, the sandbox’s journal and the embedded database.',
    defaultWords: '.paydesk in the project folder',
  }),

  DATABASE_URL: text(
    {
      group: 'Database',
      description: 'PostgreSQL 15 or newer. Without it Paydesk runs a PostgreSQL of its own in the data folder.',
      expects: 'a postgres:// address',
      defaultWords: 'the embedded PostgreSQL',
      secret: true,
    },
    POSTGRES,
  ),
  DIRECT_DATABASE_URL: text(
    {
      group: 'Database',
      description: 'The same database without a pooler between, as the owner of the tables: for migrations and the worker.',
      expects: 'a postgres:// address',
      defaultWords: 'DATABASE_URL',
      secret: true,
    },
    POSTGRES,
  ),
  DATABASE_POOL_SIZE: whole(1, 200, { group: 'Database', description: 'Connections of one server process.', default: 10 }),
  DATABASE_PREPARED: yesNo({
    group: 'Database',
    description: 'Name statements so that PostgreSQL plans them once. Switch off behind a transaction-pooling PgBouncer.',
    default: true,
  }),

  STRIPE_SECRET_KEY: text(
    {
      group: 'Stripe',
      description: 'The account’s secret key. A live key means live mode. Without it demo mode uses the sandbox.',
      expects: 'a Stripe secret key (sk_… or rk_…)',
      secret: true,
    },
    '^(sk|rk)_(test|live)_[A-Za-z0-9]+$',
  ),
  STRIPE_PUBLISHABLE_KEY: text(
    { group: 'Stripe', description: 'Shown to browsers, for the payment form.', expects: 'a Stripe publishable key (pk_…)' },
    '^pk_(test|live)_[A-Za-z0-9]+$',
  ),
  STRIPE_WEBHOOK_SECRET: list('^whsec_.{16,}$', {
    group: 'Stripe',
    description: 'Signing secrets of the webhook endpoints, separated by commas: one per endpoint, two while one is exchanged.',
    expects: 'whsec_… secrets separated by commas',
    secret: true,
  }),
  STRIPE_API_VERSION: text(
    {
      group: 'Stripe',
      description: 'Stripe API version to ask for.',
      expects: 'a version such as 2024-04-10',
      defaultWords: 'the version of the Stripe library',
    },
    '^\\d{4}-\\d{2}-\\d{2}(\\.[a-z]+)?$',
  ),

  SMTP_URL: text(
    {
      group: 'Mail',
      description: 'Mail server. Required in live mode.',
      expects: 'an smtp:// or smtps:// address',
      defaultWords: 'the sandbox mailbox in demo mode',
      secret: true,
      example: 'smtps://user:password@mail.example.com',
    },
    '^smtps?://',
  ),
  MAIL_FROM: text(
    {
      group: 'Mail',
      description: 'Sender of every mail. Required in live mode.',
      expects: 'a mail address, with or without a name before it',
      defaultWords: 'Paydesk <paydesk@example.com> in demo mode',
      example: 'Your Shop <billing@example.com>',
    },
    '^([^<>\\r\\n]+<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
  ),

  TWILIO_ACCOUNT_SID: text(
    {
      group: 'Mail',
      description: 'Account at Twilio that sends text messages: sign-in codes, to numbers their owners have confirmed. Set all three or none; without them texts wait in the outbox.',
      expects: 'a Twilio account (AC…)',
      defaultWords: 'the sandbox mailbox in demo mode',
    },
    '^AC[0-9a-fA-F]{32}$',
  ),
  TWILIO_AUTH_TOKEN: text({ group: 'Mail', description: 'Its password.', expects: 'the account’s auth token', secret: true }, '^\\S{16,}$'),
  TWILIO_FROM: text(
    { group: 'Mail', description: 'Number that texts come from, or a messaging service.', expects: 'a number such as +12125550100, or MG…', example: '+12125550100' },
    '^(\\+[1-9]\\d{6,14}|MG[0-9a-fA-F]{32})$',
  ),

  PAYDESK_KEYS: text({
    group: 'Security',
    description:
      'Key ring that encrypts secrets at rest, newest first: name:key,name:key with keys of 32 bytes in base64. Lost keys are lost secrets: keep a copy apart from the backups.',
    expects: 'name:key pairs separated by commas, each key 32 bytes in base64',
    defaultWords: 'a generated file `keys` in the data folder (live mode: only with PAYDESK_GENERATED_KEYS)',
    secret: true,
  }),
  PAYDESK_GENERATED_KEYS: yesNo({
    group: 'Security',
    description: 'Allows live mode to generate the key ring in the data folder and to use it.',
    default: false,
  }),
  PAYDESK_BACKUP_KEY: text(
    {
      group: 'Security',
      description: 'Encrypts the files of paydesk backup. Keep it apart from the backups and from the key ring.',
      expects: 'at least 16 characters',
      defaultWords: 'backups are not encrypted',
      secret: true,
    },
    '^.{16,}$',
  ),
  ACCESS_TOKEN_TTL: whole(60, 86_400, { group: 'Security', description: 'Life of an access token in seconds.', default: 3600 }),
  RATE_LIMIT_FACTOR: Type.Optional(
    Type.Number({
      group: 'Security',
      description: 'Multiplies every documented rate limit.',
      minimum: 0.01,
      maximum: 1_000_000,
      defaultWords: '1; in demo mode 20',
    } satisfies Words & Record<string, unknown>),
  ),
  METRICS_TOKEN: text(
    {
      group: 'Security',
      description: 'Bearer token that opens /metrics to other machines. Without it only this machine may read them.',
      expects: 'at least 16 characters',
      secret: true,
    },
    '^\\S{16,}$',
  ),

  BUSINESS_TIME_ZONE: text({
    group: 'Business',
    description: 'Zone of billing days, due dates and screens.',
    expects: 'a zone name such as Europe/Berlin',
    default: 'UTC',
  }),

  FIREBASE_CREDENTIALS: text({
    group: 'Operation',
    description: 'Path of a Google service account’s key file, with which the usage of customers’ apps is read from Google Analytics. Read when it is first needed.',
    defaultWords: 'the sandbox in demo mode; else usage figures are zero',
    example: '/etc/paydesk/firebase-credentials.json',
  }),
  FIREBASE_API_KEY: text({
    group: 'Operation',
    description: 'Accepted, since the billing document names it. Nothing needs it: the service account reads.',
    secret: true,
  }),
  REDIS_URL: text(
    {
      group: 'Operation',
      description: 'Shares rate limits, and what caches have to forget, between several servers. Nothing about money depends on it.',
      expects: 'a redis:// or rediss:// address',
      secret: true,
    },
    '^rediss?://',
  ),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    group: 'Operation',
    description: 'Least severe message that is logged.',
    defaultWords: 'info; warn where `paydesk start` shows a demo on a terminal',
  }),
  WORKER: yesNo({
    group: 'Operation',
    description: 'Runs schedules, retries and the mail queue inside the server. Switch off where paydesk worker runs apart.',
    default: true,
  }),
  PAYDESK_DEMO_SEED: whole(0, 2_147_483_647, { group: 'Operation', description: 'Number the demo data is drawn from.', default: 1 }),
} satisfies Record<string, TSchema>);

export type Settings = Static<typeof Settings>;
export type SettingName = keyof Settings & string;

/** A setting's schema as its readers see it. */
export type SettingSchema = Words & {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  minimum?: number;
  maximum?: number;
  enum?: readonly string[];
};

/** Names and schemas in the order they are written above. */
export function settingSchemas(): [SettingName, SettingSchema][] {
  const properties: Record<string, unknown> = Settings.properties;
  return Object.entries(properties).map(([name, schema]) => [name as SettingName, schema as SettingSchema]);
}
