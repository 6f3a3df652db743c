/** RFC 4180, read character by character and by nothing of ours: the records of a text. Throws where it is no CSV. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; ; at += 1) {
          if (at >= text.length) throw new Error('a quoted cell has no end');
          if (text[at] === '"' && text[at + 1] === '"') { cell += '"'; at += 1; }
          else if (text[at] === '"') { at += 1; break; }
          else cell += text[at];
        }
      } else {
        for (; at < text.length && !',\n\r'.includes(text[at]!); at += 1) {
          if (text[at] === '"') throw new Error('a quote inside a bare cell');
          cell += text[at];
        }
      }
      record.push(cell);
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at += 1;
    else if (at < text.length) throw new Error(`something behind a cell: ${JSON.stringify(text.slice(at, at + 10))}`);
    records.push(record);
  }
  return records;
}
