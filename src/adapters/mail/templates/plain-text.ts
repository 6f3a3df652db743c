import { toPlainText } from '@react-email/render';

/** What html-to-text hands a formatter; it brings no types of its own. */
interface TextBuilder {
  addInline(text: string): void;
}
interface HtmlElement {
  readonly children: readonly HtmlElement[];
}

/** The text part of a letter, from its HTML: one line for each fact, the button's address written out once. */
export function plainText(html: string): string {
  return toPlainText(html, {
    selectors: [
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'table.facts', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
      { selector: 'tr.fact', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
      { selector: 'th.fact', format: 'factName' },
      { selector: 'td.fact', format: 'inline' },
    ],
    formatters: { factName },
  });
}

function factName(element: HtmlElement, walk: (children: readonly HtmlElement[], builder: TextBuilder) => void, builder: TextBuilder): void {
  walk(element.children, builder);
  builder.addInline(': ');
}
