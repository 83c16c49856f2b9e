import { readFileSync } from 'node:fs';
import { parse, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import { StartError } from '../parts.js';

export interface SamConfig {
  /** Values of the root template's parameters. */
  readonly parameters: Record<string, string>;
}

/**
 * Reads `parameter_overrides` of one environment of samconfig.toml; those of `deploy` win over those of `global`.
 * Throws StartError when the file is no TOML or an override is no `Name=value`.
 */
export function readSamConfig(file: string, environment: string): SamConfig {
  const config = parseToml(file);
  const overrides = ['global', 'deploy'].flatMap((command) =>
    overridesOf(file, member(member(member(config, environment), command), 'parameters')),
  );
  return { parameters: Object.fromEntries(overrides) };
}

function parseToml(file: string): TomlTable {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new StartError([
      {
        place: { file, line: error.line, column: error.column },
        code: 'toml-syntax',
        what: error.message.split('\n')[0] ?? error.message,
        remedy: 'Mend the TOML here.',
      },
    ]);
  }
}

function member(value: TomlValue | undefined, key: string): TomlValue | undefined {
  if (typeof value !== 'object' || Array.isArray(value) || value instanceof Date) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function overridesOf(file: string, parameters: TomlValue | undefined): [string, string][] {
  const value = member(parameters, 'parameter_overrides') ?? [];
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    if (typeof item !== 'string') throw badOverrides(file, JSON.stringify(item));
    return readOverrides(file, item);
  });
}

/** `Name=value`, where the value, or a part of it, may stand in quotes; separated by blanks. */
const override = /\s*([\w:.-]+)=((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])*)(?=\s|$)/y;
/** The older form: `ParameterKey=Name,ParameterValue=value`. */
const keyAndValue =
  /\s*ParameterKey=([\w:.-]+),ParameterValue=((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])*)(?=\s|$)/y;

function readOverrides(file: string, text: string): [string, string][] {
  const found: [string, string][] = [];
  let position = 0;
  while (text.slice(position).trim() !== '') {
    const match = matchAt(keyAndValue, text, position) ?? matchAt(override, text, position);
    if (match === undefined) throw badOverrides(file, text.slice(position).trim());
    found.push([match[1] ?? '', unquote(match[2] ?? '')]);
    position += match[0].length;
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text) ?? undefined;
}

function unquote(value: string): string {
  return value.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
    (_, ...[double, single, escaped]: readonly (string | undefined)[]) =>
      single ?? escaped ?? (double ?? '').replace(/\\(.)/g, '$1'),
  );
}

function badOverrides(file: string, text: string): StartError {
  return new StartError([
    {
      place: { file, line: 1, column: 1 },
      code: 'parameter-overrides',
      what: `parameter_overrides has '${text}', which is no Name=value`,
      remedy: `Write parameter_overrides = ["Name=value"], or "Name='a value' Other=value".`,
    },
  ]);
}
