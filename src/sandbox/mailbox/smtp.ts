import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Mail, Message } from './store.js';

/** Takes mail from anybody who can reach it, without a password or encryption. A message is kept before it is accepted. */
export async function startSmtp(host: string, port: number, mail: Mail): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    onData(stream, session, done) {
      void receive(stream, session, mail, done);
    },
  });
  server.on('error', (error) => process.stderr.write(`sandbox mailbox: ${error.message}\n`));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function receive(stream: Readable, session: SMTPServerSession, mail: Mail, done: (error?: Error) => void): Promise<void> {
  try {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    mail.add(await parseMessage(Buffer.concat(parts), session));
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)));
  }
  done();
}

async function parseMessage(source: Buffer, session: SMTPServerSession): Promise<Omit<Message, 'id'>> {
  const parsed = await PostalMime.parse(source);
  const envelope = session.envelope.mailFrom;
  return {
    message_id: parsed.messageId ?? '',
    from: nameAddress(parsed.from) ?? (envelope ? envelope.address : ''),
    to: session.envelope.rcptTo.map(({ address }) => address),
    subject: parsed.subject ?? '',
    date: new Date().toISOString(),
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? 'attachment',
      type: mimeType,
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

function nameAddress(from: Address | undefined): string | undefined {
  if (!from?.address) return undefined;
  return from.name ? `${from.name} <${from.address}>` : from.address;
}
