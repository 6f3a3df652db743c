import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startSandbox, type SandboxConfig } from '../../src/sandbox/main.js';

export const SECRET_KEY = 'sk_test_sandboxSecretKey0001';
export const PUBLISHABLE_KEY = 'pk_test_sandboxPublishable0001';
export const WEBHOOK_SECRET = 'whsec_sandboxWebhookSecret0001';
export const VERSIONS = ['2026-10-28.endive', '2023-10-16'] as const;

export interface Running {
  urls: { stripe: string; mailbox: string; smtp: string; analytics: string };
  directory: string;
  /** The official SDK, pointed here. */
  sdk(version?: string, options?: Partial<Stripe.StripeConfig>): Stripe;
  control<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  /** Stops without removing what was kept. */
  close(): Promise<void>;
}

/** A sandbox on free ports, in a folder of its own unless one is given. */
export async function startTestSandbox(change: Partial<SandboxConfig> = {}): Promise<Running> {
  const directory = change.journalDir ?? mkdtempSync(join(tmpdir(), 'paydesk-sandbox-'));
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    ports: { stripe: 0, mailbox: 0, smtp: 0 },
    journalDir: directory,
    origins: ['http://localhost:3009'],
    webhookTargets: [],
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    ...change,
  });
  return {
    urls: sandbox.urls,
    directory,
    sdk: (version, options) => sdkAt(sandbox.urls.stripe, version, options),
    control: (method, path, body) => control(sandbox.urls.stripe, method, path, body),
    close: sandbox.close,
  };
}

export function sdkAt(url: string, version?: string, options: Partial<Stripe.StripeConfig> = {}): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(SECRET_KEY, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: 5000,
    ...(version !== undefined && { apiVersion: version as Stripe.LatestApiVersion }),
    ...options,
  });
}

export async function control<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}/_sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export function removeFolder(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** What a page does: form-encoded, with the publishable key. */
export async function asPage(url: string, path: string, form: Record<string, string>, method = 'POST'): Promise<{ status: number; body: Record<string, never> & { error?: { code?: string; message: string; type: string }; }; }> {
  const text = new URLSearchParams({ key: PUBLISHABLE_KEY, ...form }).toString();
  const answer = await fetch(method === 'GET' ? `${url}${path}?${text}` : `${url}${path}`, {
    method,
    headers: { Origin: 'http://localhost:3009', ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }) },
    ...(method === 'POST' && { body: text }),
  });
  return { status: answer.status, body: (await answer.json()) as never };
}

/** The fields under which a page sends a typed card. */
export function typedCard(number: string): Record<string, string> {
  return {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': '123',
    'payment_method_data[billing_details][name]': 'Ada Lovelace',
  };
}

export interface Received {
  body: string;
  signature: string;
  event: { id: string; type: string; api_version: string; data: { object: Record<string, never> }; };
}

/** A receiver of webhooks that answers as `answer` says. */
export async function startReceiver(answer: (count: number, event: Received) => number = () => 200): Promise<{ url: string; received: Received[]; close(): Promise<void> }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const one = { body, signature: String(request.headers['stripe-signature'] ?? ''), event: JSON.parse(body) as Received['event'] };
      received.push(one);
      response.writeHead(answer(received.length, one)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
