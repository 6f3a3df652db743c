import { Body } from '@react-email/body';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Html } from '@react-email/html';
import { Img } from '@react-email/img';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import type { ReactNode } from 'react';
import type { Letterhead } from '../../../core/ports/letters.js';
import { font, palette, sheet } from './theme.js';

/** The sheet every letter is written on: logo or name above, address and support below. */
export function Frame(props: { head: Letterhead; subject: string; preview: string; children: ReactNode }) {
  const { head } = props;
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <title>{props.subject}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{sheet}</style>
      </Head>
      <Body style={{ margin: 0, padding: 0, backgroundColor: palette.page, fontFamily: font }}>
        <main>
          <Preview>{props.preview}</Preview>
          <Section className="page" style={{ backgroundColor: palette.page, padding: '32px 12px' }}>
            <Container className="paper" style={{ maxWidth: 560, backgroundColor: palette.paper, border: `1px solid ${palette.rule}`, borderRadius: 8, padding: '32px 36px' }}>
              <Masthead head={head} />
              {props.children}
              <Colophon head={head} />
            </Container>
          </Section>
        </main>
      </Body>
    </Html>
  );
}

function Masthead({ head }: { head: Letterhead }) {
  if (head.logoUrl !== null) {
    return <Img src={head.logoUrl} alt={head.businessName} height={40} style={{ display: 'block', maxWidth: '100%', fontSize: 18, fontWeight: 700, color: palette.ink }} />;
  }
  return <Text className="ink" style={{ margin: 0, fontSize: 18, lineHeight: '24px', fontWeight: 700, color: palette.ink }}>{head.businessName}</Text>;
}

function Colophon({ head }: { head: Letterhead }) {
  const small = { margin: '0 0 8px', fontSize: 13, lineHeight: '19px', color: palette.quiet, overflowWrap: 'anywhere' } as const;
  return (
    <Section className="rule" style={{ borderTop: `1px solid ${palette.rule}`, marginTop: 32, paddingTop: 20 }}>
      {head.footer !== '' && <Text className="quiet" style={small}><Lines text={head.footer} /></Text>}
      {head.supportEmail !== null && (
        <Text className="quiet" style={small}>
          Questions? Write to <Link className="link" href={`mailto:${head.supportEmail}`} style={{ color: palette.accent, textDecoration: 'underline' }}>{head.supportEmail}</Link>.
        </Text>
      )}
      <Text className="quiet" style={{ ...small, margin: 0 }}><Lines text={head.address === '' ? head.businessName : `${head.businessName}\n${head.address}`} /></Text>
    </Section>
  );
}

/** Text of several lines. */
function Lines({ text }: { text: string }) {
  return text.split('\n').map((line, index) => <span key={index}>{index > 0 && <br />}{line}</span>);
}
