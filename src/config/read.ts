import { Value } from 'typebox/value';
import { Settings, settingSchemas, type SettingSchema } from './settings.js';

/** The environment as it comes: text or nothing. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings with their defaults, and what is wrong with them, one plain sentence each. */
export interface Reading {
  settings: Settings;
  errors: string[];
}

/** Reads each setting by its schema. Empty text counts as not set. */
export function readSettings(env: Environment): Reading {
  const settings: Record<string, unknown> = {};
  const errors: string[] = [];
  for (const [name, schema] of settingSchemas()) {
    const text = env[name]?.trim();
    if (!text) {
      if (schema.default !== undefined) settings[name] = schema.default;
      continue;
    }
    const value = convert(text, schema);
    if (Value.Check(Settings.properties[name], value)) settings[name] = value;
    else errors.push(`${name} must be ${expectation(schema)}${schema.secret ? '' : `, not "${text}"`}.`);
  }
  if (!Value.Check(Settings, settings)) throw new Error('A default does not fit its own setting.');
  return { settings, errors };
}

function convert(text: string, schema: SettingSchema): unknown {
  if (schema.type === 'integer') return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
  if (schema.type === 'number') return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema.type === 'array') return text.split(',').map((part) => part.trim()).filter(Boolean);
  if (schema.type !== 'boolean') return text;
  if (/^(yes|true|on|1)$/i.test(text)) return true;
  return /^(no|false|off|0)$/i.test(text) ? false : text;
}

/** Completes the sentence "NAME must be …". */
export function expectation(schema: SettingSchema): string {
  if (schema.expects) return schema.expects;
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  const range = `from ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'integer') return `a whole number ${range}`;
  if (schema.type === 'number') return `a number ${range}`;
  return schema.type === 'boolean' ? 'yes or no' : 'text';
}
