import { Button } from '@react-email/button';
import { Heading } from '@react-email/heading';
import { Link } from '@react-email/link';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import type { ReactNode } from 'react';
import type { PaidItem } from '../../../core/ports/letters.js';
import { palette } from './theme.js';
import { money } from './words.js';

/** The one line that says what the letter is about. */
export function Title({ children }: { children: ReactNode }) {
  return <Heading as="h1" className="ink" style={{ margin: '28px 0 12px', fontSize: 24, lineHeight: '31px', fontWeight: 700, color: palette.ink, overflowWrap: 'anywhere' }}>{children}</Heading>;
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text className="ink" style={{ margin: '0 0 16px', fontSize: 16, lineHeight: '25px', color: palette.ink, overflowWrap: 'anywhere' }}>{children}</Text>;
}

/** Something said quietly: what to do when the letter was not expected. `onlyHtml` leaves it out of the text part. */
export function Aside({ children, onlyHtml }: { children: ReactNode; onlyHtml?: true }) {
  return <Text className="quiet" data-skip-in-text={onlyHtml} style={{ margin: '0 0 12px', fontSize: 14, lineHeight: '21px', color: palette.quiet, overflowWrap: 'anywhere' }}>{children}</Text>;
}

export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: '24px 0' }}>
      <Button className="button" href={href} style={{ backgroundColor: palette.accent, color: palette.onAccent, borderRadius: 6, padding: '13px 22px', fontSize: 16, lineHeight: '20px', fontWeight: 600, textDecoration: 'none' }}>{children}</Button>
    </Section>
  );
}

/** The address of a button, for mail programs that show none. */
export function PlainLink({ href }: { href: string }) {
  return (
    <Aside onlyHtml>
      If the button does not work, open this address: <Link className="link" href={href} style={{ color: palette.accent, textDecoration: 'underline', wordBreak: 'break-all' }}>{href}</Link>
    </Aside>
  );
}

/** Digits to type: large, apart, and read one by one. */
export function Code({ digits }: { digits: string }) {
  return <Text className="ink" style={{ margin: '8px 0 16px', fontSize: 32, lineHeight: '40px', fontWeight: 700, letterSpacing: 6, color: palette.ink, fontVariantNumeric: 'tabular-nums' }}>{digits}</Text>;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}

/** Names and values side by side, as a table that a screen reader can read row by row. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const cell = { padding: '10px 0', fontSize: 15, lineHeight: '21px', borderTop: `1px solid ${palette.rule}`, verticalAlign: 'top' } as const;
  return (
    <table className="facts" cellPadding={0} cellSpacing={0} style={{ width: '100%', borderCollapse: 'collapse', margin: '8px 0 16px' }}>
      <tbody>
        {facts.map((fact, index) => (
          <tr key={index} className="fact">
            <th scope="row" className="fact quiet rule" style={{ ...cell, textAlign: 'left', whiteSpace: 'nowrap', fontWeight: 400, color: palette.quiet, paddingRight: 16 }}>{fact.name}</th>
            <td className="fact ink rule" style={{ ...cell, textAlign: 'right', color: palette.ink, fontWeight: fact.strong === true ? 700 : 400, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}>{fact.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was paid for, each with its amount; nothing when no item has a name. */
export function itemFacts(items: readonly PaidItem[]): Fact[] {
  return items.flatMap(({ kind = 'invoice', label, amount, currency }) =>
    label === null ? [] : [{ name: kind === 'invoice' ? `Invoice ${label}` : label, value: money(amount, currency) }]);
}

/** What a payment was for in a sentence: "invoice INV-7", "invoices INV-7 and INV-8", "Large Package"; null when nothing has a name. */
export function namesOf(items: readonly PaidItem[]): string | null {
  const labels = items.flatMap((item) => (item.label === null ? [] : [item.label]));
  if (labels.length === 0) return null;
  const names = new Intl.ListFormat('en').format(labels);
  if (placeOf(items) !== 'invoices') return names;
  return `${labels.length === 1 ? 'invoice' : 'invoices'} ${names}`;
}

/** Where in the web app one finds what was paid for. */
export function placeOf(items: readonly PaidItem[]): 'invoices' | 'credits' {
  return items[0]?.kind === 'credits' ? 'credits' : 'invoices';
}
