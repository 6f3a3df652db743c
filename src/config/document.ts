import { expectation } from './read.js';
import { settingSchemas, type SettingName, type SettingSchema } from './settings.js';

const NOTE = 'Generated from src/config/settings.ts by `npm run document`; a test compares.';

/** docs/configuration.md as text. */
export function configurationPage(): string {
  const sections = groups().map(([group, settings]) => `## ${group}\n\n${table(settings)}`);
  return `# Configuration

Every setting is an environment variable; none is needed for a demo. A start with wrong settings stops and lists
everything that is wrong. Empty means not set. A file \`.env\` in the project folder is read too; the environment wins.

${sections.join('\n\n')}

---

${NOTE}
`;
}

/** .env.example as text: every setting, commented out. */
export function exampleFile(): string {
  const sections = groups().map(([group, settings]) => {
    const lines = settings.map(([name, schema]) => `${wrap(schema.description)}\n#${name}=${schema.example ?? schema.default ?? ''}\n`);
    return `# --- ${group} ---\n\n${lines.join('\n')}`;
  });
  return `# Copy to .env and uncomment what you need. docs/configuration.md says more.\n# ${NOTE}\n\n${sections.join('\n')}`;
}

function groups(): [string, [SettingName, SettingSchema][]][] {
  const byGroup = new Map<string, [SettingName, SettingSchema][]>();
  for (const [name, schema] of settingSchemas()) {
    byGroup.set(schema.group, [...(byGroup.get(schema.group) ?? []), [name, schema]]);
  }
  return [...byGroup];
}

function table(settings: [SettingName, SettingSchema][]): string {
  const rows = settings.map(([name, schema]) => {
    const secret = schema.secret ? ' Secret.' : '';
    return `| \`${name}\` | ${cell(schema.description)}${secret} | ${cell(expectation(schema))} | ${cell(defaultOf(schema))} |`;
  });
  return ['| setting | what it does | value | default |', '|---|---|---|---|', ...rows].join('\n');
}

function defaultOf(schema: SettingSchema): string {
  if (schema.defaultWords) return schema.defaultWords;
  if (typeof schema.default === 'boolean') return schema.default ? 'yes' : 'no';
  return schema.default === undefined ? '–' : `\`${schema.default}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > 100) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line) => `# ${line}`).join('\n');
}
