import { describe, expect, it } from 'vitest';
import type { Letterhead, MailData, MailExtras, MailTemplate } from '../../../core/ports/letters.js';
import { renderLetter } from './render-letter.js';

const head: Letterhead = {
  businessName: 'Łódź Lawn & Garden',
  logoUrl: null,
  address: '12 Main Street\nSpringfield, IL 62704',
  supportEmail: 'help@lawn.example',
  footer: 'Thank you for your business.',
  timeZone: 'America/Chicago',
  appUrl: 'https://pay.lawn.example/app',
};
const id = '0199f3a1-7c1e-7bd2-9c55-1f2e3d4c5b6a';
const items = [{ label: 'INV-1042', amount: '150.00', currency: 'USD' }, { label: 'INV-1043', amount: '35.00', currency: 'USD' }];
const owed = { invoice_id: id, invoice_number: 'INV-1042', amount: '185.00', currency: 'USD', due_date: '2026-04-02' };

const samples: { readonly [T in MailTemplate]: MailData[T] } = {
  payment_receipt: { name: '', payment_id: id, amount: '185.00', currency: 'USD', paid_at: '2026-03-03T22:05:00Z', card_brand: 'visa', card_last4: '4242', items },
  payment_failed: { name: '', payment_id: id, amount: '185.00', currency: 'USD', failure_code: 'insufficient_funds', card_last4: '9995', items: items.slice(0, 1) },
  refund_issued: { name: '', refund_id: id, payment_id: id, amount: '35.00', currency: 'USD', reason: 'requested_by_customer', keep_owing: false, card_last4: '4242', items: items.slice(1) },
  refund_bounced: { name: '', refund_id: id, payment_id: id, amount: '35.00', currency: 'USD', card_last4: '4242' },
  refund_failed: { name: '', refund_id: id, payment_id: id, amount: '35.00', currency: 'USD', failure_code: 'balance_insufficient', customer_name: 'Ada Baker', items: items.slice(1) },
  loyalty_points_earned: { name: '', points: '1850', customer_id: id, invoice_id: id, invoice_number: 'INV-1042' },
  appointment_confirmed: { name: '', appointment_id: id, starts_at: '2026-03-03T22:05:00Z', services: ['Carpet cleaning', 'Upholstery'], address: '18 Maple Street, Brooklyn' },
  appointment_reminder: { name: '', appointment_id: id, starts_at: '2026-03-03T22:05:00Z', services: ['Carpet cleaning'], address: null, hours_until: 24 },
  invoice_created: { name: '', invoice_id: id, invoice_number: 'INV-1042', amount: '185.00', total: '185.00', cancelled: false, currency: 'USD', due_date: '2026-04-02' },
  invoice_issued: { name: '', invoice_id: id, invoice_number: 'INV-1042', amount: '185.00', currency: 'USD', due_date: '2026-04-02', milestone: 'Kickoff', auto_charge: true },
  charge_announced: { name: '', ...owed, charge_on: '2026-04-02' },
  charge_failed: { name: '', ...owed, failure_code: 'insufficient_funds', card_last4: '9995', next_on: '2026-04-04' },
  charge_action_needed: { name: '', ...owed, card_last4: '3155', again: false, last: false },
  payment_reminder: { name: '', ...owed, place: 1, last: false },
  top_up_failed: { name: '', package: 'Medium Package', amount: '15.00', currency: 'USD', failure_code: 'insufficient_funds', card_last4: '9995', next_on: '2026-04-03' },
  credits_low: { name: '', amount: '3.50', threshold: '5.00', currency: 'USD' },
  enrolment_confirmed: { name: '', order_number: 'ORD-20260303-00007', purchase_id: 'ab'.repeat(12), purchased_at: '2026-03-03T22:05:00Z', program_id: 'cd'.repeat(12), program_title: 'Effective Communication', program_type: 'Workshops', full_price: '99.00', class_rep_discount: '10.00', early_bird_discount: '10.00', amount: '79.00', currency: 'USD' },
  enrolment_refunded: { name: '', order_number: 'ORD-20260303-00007', purchase_id: 'ab'.repeat(12), program_title: 'Effective Communication', amount: '79.00', currency: 'USD', cause: 'no_place', access_ended: true, reason: null },
  message_reply: { name: '', subject: 'The blue rug', staff_name: 'Sam', reply_text: 'We found it.\nIt is dry now.\n\nShall we bring it?' },
  proposal_sent: { name: '', proposal_id: 'b1', title: 'Lawn & Sons, relaunch', amount: '10000.00', monthly: '250.00', currency: 'USD', valid_until: '2026-04-01T03:59:59Z', changed: false },
  proposal_accepted: { name: '', proposal_id: 'b1', title: 'Relaunch', amount: '10000.00', currency: 'USD', customer_name: 'Lawn & Sons', signer_name: 'Ada Baker', on_behalf: false, decided_at: '2026-03-03T22:05:00Z', document_hash: 'ab'.repeat(32), to_business: false },
  proposal_rejected: { name: '', proposal_id: 'b1', title: 'Relaunch', amount: '10000.00', currency: 'USD', customer_name: 'Lawn & Sons', signer_name: null, on_behalf: true, decided_at: '2026-03-03T22:05:00Z', document_hash: 'ab'.repeat(32), reason: 'Too dear, & late' },
  verify_email: { name: '', expires_in_minutes: 1440 },
  password_reset: { name: '', expires_in_minutes: 60 },
  sign_in_code: { name: '', expires_in_minutes: 10 },
  invitation: { name: '', company: 'Lawn & Sons', expires_in_minutes: 10_080 },
  password_changed: { name: '', changed_at: '2026-03-03T22:05:00Z' },
  change_email: { name: '', expires_in_minutes: 1440 },
  security_notice: { name: '', change: 'two_factor_on', changed_at: '2026-03-03T22:05:00Z' },
  taken_address: { name: '' },
};
const extras: MailExtras = { link: 'https://pay.lawn.example/app/x#token=abc', code: '482913', credit_note_number: 'CN-7', points_balance: '12850' };
const templates = Object.keys(samples) as MailTemplate[];

function render<T extends MailTemplate>(template: T, over: Partial<MailData[T]> = {}, letterhead: Partial<Letterhead> = {}) {
  return renderLetter(template, { ...samples[template], name: 'Łukasz Żółć', ...over }, extras, { ...head, ...letterhead });
}

describe.each(templates)('%s', (template) => {
  it.each(['Łukasz Żółć', 'Ελένη Παπαδοπούλου', 'Дмитрий Иванов', '山田 太郎', "O'Brien & Søns"])('greets %s in both parts', (name) => {
    const { html, text } = render(template, { name } as Partial<MailData[typeof template]>);
    expect(text).toContain(`Hello ${name},`);
    expect(html).toContain(name.replace('&', '&amp;').replace("'", '&#x27;'));
  });

  it('writes markup in names and settings as text', () => {
    const evil = '<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>';
    const { html, subject } = render(template, { name: evil } as Partial<MailData[typeof template]>, { businessName: evil, address: evil, footer: evil });
    expect(html).not.toMatch(/<img|javascript:alert\(1\)">x<\/a>|<a href="javascript/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it('says its language, its subject and both colour schemes, and links only to us', () => {
    const { html, text, subject } = render(template);
    expect(html).toContain('lang="en"');
    expect(html).toContain(`<title>${subject.replaceAll('&', '&amp;')}</title>`);
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toContain('prefers-color-scheme: dark');
    expect((html.match(/<h1/g) ?? []).length).toBe(1);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/^(https:\/\/pay\.lawn\.example\/app|mailto:help@lawn\.example$)/);
    expect(text).not.toMatch(/<[a-z]/i);
    expect(text).toContain('Springfield, IL 62704');
  });
});

describe('the facts', () => {
  it('of a receipt stand one to a line in the text part', () => {
    const { subject, text } = render('payment_receipt');
    expect(subject).toBe('Receipt for $185.00 from Łódź Lawn & Garden');
    expect(text).toContain('Invoice INV-1042: $150.00\nInvoice INV-1043: $35.00\nAmount paid: $185.00\nPaid with: Visa ending in 4242\nDate: March 3, 2026 at 4:05 PM CST\n');
  });

  it('of credits call them by their name, and lead to them', () => {
    const bought = [{ kind: 'credits', label: 'Large Package', amount: '50.00', currency: 'USD' }] as const;
    for (const letter of ['payment_receipt', 'payment_failed', 'refund_issued'] as const) {
      const { text } = render(letter, { items: bought });
      expect(text).toContain(' for Large Package');
      expect(text).toContain(`${head.appUrl}/credits`);
      expect(text).not.toMatch(/invoice/i);
    }
  });

  it('of amounts are exact beyond the precision of floats, and follow the currency', () => {
    expect(render('payment_receipt', { amount: '9007199254740993.07' }).subject).toContain('$9,007,199,254,740,993.07');
    expect(render('payment_receipt', { amount: '500', currency: 'JPY' }).subject).toContain('¥500');
  });

  it('of a refund name its credit note, and never say fraud to the customer', () => {
    expect(render('refund_issued').text).toContain('Credit note: CN-7');
    expect(render('refund_issued', { reason: 'fraudulent' }).text).not.toMatch(/fraud/i);
    expect(render('refund_issued', { keep_owing: true }).text).toContain('owed again');
  });

  it('of a decline are in words, whatever the code', () => {
    expect(render('payment_failed').text).toContain('does not have enough funds');
    expect(render('payment_failed', { failure_code: 'never_heard_of' }).text).toContain('declined by its bank');
    expect(render('payment_failed', { failure_code: 'stolen_card' }).text).not.toMatch(/stolen/i);
  });

  it('of a visit are in the zone of the business', () => {
    const { subject, text } = render('appointment_confirmed');
    expect(subject).toBe('Your visit on March 3, 2026 at 4:05 PM CST');
    expect(text).toContain('Services: Carpet cleaning, Upholstery\nWhere: 18 Maple Street, Brooklyn\n');
    expect(render('appointment_reminder').text).toContain('Your visit is in 24 hours');
    expect(render('appointment_reminder', { hours_until: 72 }).text).toContain('in 3 days');
  });

  it('of an invoice are its amount and its day', () => {
    expect(render('invoice_created').text).toContain('Amount due: $185.00\nDue: April 2, 2026\n');
    expect(render('invoice_created').text).toContain('View and pay');
  });

  it('of an invoice that is paid or cancelled ask for no money', () => {
    const paid = render('invoice_created', { amount: '0.00' });
    expect(paid.text).toContain('It is paid: nothing is left to pay.');
    expect(paid.text).toContain('Total: $185.00\nStatus: Paid\n');
    const cancelled = render('invoice_created', { amount: '0.00', cancelled: true });
    expect(cancelled.subject).toBe('Invoice INV-1042 from Łódź Lawn & Garden was cancelled');
    expect(cancelled.text).toContain('Total: $185.00\nStatus: Cancelled\n');
    const paidSince = renderLetter('invoice_created', samples.invoice_created, { ...extras, amount_due: '0.00' }, head);
    for (const { text, html } of [paid, cancelled, paidSince]) {
      expect(text).toContain('View invoice');
      expect(html).not.toMatch(/and pay|Amount due|\$0\.00/);
    }
  });

  it('of a charge say what comes next, and of a reminder how often it was said', () => {
    expect(render('charge_failed').text).toContain('We will try again on April 4, 2026.');
    expect(render('charge_failed', { next_on: null }).text).toContain('We will not try this card again');
    expect(render('charge_action_needed', { again: true, last: true }).subject).toBe('Still waiting for you: confirm the payment of invoice INV-1042');
    expect([1, 2, 3].map((place) => render('payment_reminder', { place, last: place === 3 }).subject.split(':')[0])).toEqual(['Reminder', 'Another reminder', 'Last reminder']);
  });

  it('of a top-up say what comes next, and what the holder can do', () => {
    expect(render('top_up_failed').text).toContain('We will try again on April 3, 2026');
    expect(render('top_up_failed', { next_on: null }).text).toContain('switched off');
    expect(render('top_up_failed', { failure_code: 'authentication_required' }).subject).toContain('Your bank');
    expect(render('top_up_failed', { failure_code: 'card_gone', next_on: null }).text).toContain('is not saved any more');
  });

  it('of an answer keep its lines and never its markup', () => {
    expect(render('message_reply').text).toContain('We found it.\nIt is dry now.\n\nShall we bring it?');
    expect(render('message_reply', { reply_text: '<b>hi</b>', subject: '<i>x</i>' }).html).toContain('&lt;b&gt;hi&lt;/b&gt;');
  });

  it('of a code and a link are there', () => {
    expect(render('sign_in_code').text).toContain('482913');
    expect(render('verify_email').text).toContain('https://pay.lawn.example/app/x#token=abc');
    expect(() => renderLetter('verify_email', samples.verify_email, {}, head)).toThrow('needs a link');
  });

  it('show the logo instead of the name, with the name for those who cannot see it', () => {
    expect(render('payment_receipt', {}, { logoUrl: 'https://lawn.example/logo.png' }).html).toContain('alt="Łódź Lawn &amp; Garden"');
  });
});
