import { inflateSync } from 'node:zlib';

/** What a reader sees of a PDF of ours, found with nothing of the library that wrote it. */
export interface ReadPdf {
  /** Text of each page, piece by piece. */
  readonly pages: readonly string[];
  /** The dictionaries of all objects, without their streams: what a reader acts on. */
  readonly objects: string;
}

interface Thing { readonly head: string; readonly stream: Buffer | null }

export function readPdf(bytes: Uint8Array): ReadPdf {
  const things = thingsOf(Buffer.from(bytes));
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of things.values()) {
    for (const [, name, id] of (/\/Font <<([^>]*)>>/s.exec(head)?.[1] ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, lettersOf(things, id!));
  }
  const pages = [...things.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head)).map(({ head }) => {
    const content = things.get(/\/Contents (\d+) 0 R/.exec(head)![1]!)!.stream!.toString('latin1');
    return textOf(content, fonts);
  });
  return { pages, objects: [...things.values()].map(({ head }) => head).join('\n') };
}

function thingsOf(file: Buffer): Map<string, Thing> {
  const text = file.toString('latin1');
  const things = new Map<string, Thing>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('\nendobj', start);
    const at = text.indexOf('\nstream\n', start);
    if (at < 0 || at > end) { things.set(match[1]!, { head: text.slice(start, end), stream: null }); continue; }
    const head = text.slice(start, at);
    const length = Number(/\/Length (\d+)/.exec(head)![1]);
    const raw = file.subarray(at + 8, at + 8 + length);
    things.set(match[1]!, { head, stream: head.includes('/FlateDecode') ? inflateSync(raw) : raw });
  }
  return things;
}

/** The ToUnicode map of a font: glyph → letters. */
function lettersOf(things: ReadonlyMap<string, Thing>, fontId: string): Map<string, string> {
  const map = things.get(/\/ToUnicode (\d+) 0 R/.exec(things.get(fontId)!.head)![1]!)!.stream!.toString('latin1');
  const letters = new Map<string, string>();
  for (const [, range] of map.matchAll(/beginbfrange\n(.*?)endbfrange/gs)) {
    for (const [, from, , list] of range!.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g)) {
      list!.split(' ').forEach((hex, i) => letters.set((parseInt(from!, 16) + i).toString(16).padStart(4, '0'), utf16(hex.replace(/[<>]/g, ''))));
    }
  }
  return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined;
  const pieces: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name);
    else pieces.push([...shown!.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph) ?? '').join(''));
  }
  return pieces.join('\n');
}

function utf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}
