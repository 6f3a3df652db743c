import type { Letterhead, MailData, MailExtras, MailTemplate, WriteLetter } from '../ports/letters.js';
import { LetterRefused } from '../ports/mailer.js';
import type { Attachment, Mailer } from '../ports/mailer.js';
import type { PublicLinks } from '../public-links/index.js';
import type { Carrier, Delivery, DueMessage } from '../outbox/index.js';
import { businessSettings } from '../settings/index.js';
import type { Settings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { MakeLinks } from './links.js';
import { isMailTemplate } from './mails.js';
import { prepareMail } from './prepare-mail.js';

export interface MailCarrierParts {
  readonly world: Pick<World, 'read' | 'clock'>;
  readonly mailer: Mailer;
  readonly write: WriteLetter;
  readonly links: MakeLinks;
  /** Addresses of invoices and offers for whoever gets them by mail. */
  readonly linkFor: PublicLinks['linkFor'];
  /** An invoice on paper, as it is now. */
  readonly invoicePdf: (invoiceId: string) => Promise<Uint8Array>;
  /** PUBLIC_URL: where links lead, and whose host names our letters. */
  readonly publicUrl: string;
}

/** Carries mails: looks again whether they are still true, writes them, hands them over under the row's Message-ID. */
export function mailCarrier(parts: MailCarrierParts): Carrier {
  const host = new URL(parts.publicUrl).hostname;
  return async (message) => {
    if (!isMailTemplate(message.template)) throw new Error(`no mail is called ${message.template}`);
    const prepared = await prepareMail(message, parts.world.read, parts.links, parts.linkFor);
    if (prepared === null) return { outcome: 'dropped', reason: 'no longer true' };
    const head = letterhead(await businessSettings(parts.world.read), parts.publicUrl);
    const written = await writeFor(parts.write, message.template, message, prepared, head);
    const name = typeof message.data['name'] === 'string' ? message.data['name'] : undefined;
    const attachments = await attachmentsOf(message, parts);
    return hand(parts.mailer, { messageId: `<${message.id}@${host}>`, to: { name, address: message.recipient }, ...written, ...(attachments.length > 0 && { attachments }) });
  };
}

async function attachmentsOf(message: DueMessage, { invoicePdf }: MailCarrierParts): Promise<Attachment[]> {
  if (message.template !== 'invoice_issued') return [];
  const number = typeof message.data['invoice_number'] === 'string' ? message.data['invoice_number'] : message.subjectId;
  return [{ name: `invoice-${number.replace(/[^\w.-]/g, '_')}.pdf`, type: 'application/pdf', bytes: await invoicePdf(message.subjectId) }];
}

async function hand(mailer: Mailer, letter: Parameters<Mailer['send']>[0]): Promise<Delivery> {
  try {
    await mailer.send(letter);
    return { outcome: 'sent' };
  } catch (error) {
    if (error instanceof LetterRefused) return { outcome: 'refused', reason: error.message };
    throw error;
  }
}

/** The row was written by queueMail, so its data has the template's shape. */
function writeFor<T extends MailTemplate>(write: WriteLetter, template: T, message: DueMessage, extras: MailExtras, head: Letterhead) {
  return write(template, message.data as unknown as MailData[T], extras, head);
}

function letterhead(settings: Settings, publicUrl: string): Letterhead {
  return {
    businessName: settings.business_name,
    logoUrl: settings.logo_url,
    address: settings.business_address,
    supportEmail: settings.support_email,
    footer: settings.receipt_footer,
    timeZone: settings.time_zone,
    appUrl: `${publicUrl.replace(/\/+$/, '')}/app`,
  };
}
