import type { Contract, Server } from '../model.js';
import { comment, dataText, propertyKey, quote } from './quote.js';

/** An expression for the URL of a server with its variables. */
function urlText({ url }: Server): string {
  const parts = url.split(/\{([^}]+)\}/);
  const texts = parts.map((part, at) => (at % 2 === 0 ? quote(part) : `(values[${quote(part)}] ?? '')`));
  return texts.filter((text) => text !== '""').join(' + ') || '""';
}

/** The variables that a URL has; others that are declared change nothing. */
function namesIn({ url }: Server): string[] {
  return Array.from(url.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name);
}

function member(name: string, values: readonly (readonly string[] | undefined)[]): string {
  const known = values.every((each) => each !== undefined) ? values.flat() : [];
  const type =
    known.length === 0 ? 'string' : [...new Set(known)].map((each) => quote(each ?? '')).join(' | ');
  return `  readonly ${propertyKey(name)}?: ${type};\n`;
}

/** `serverUrl(variables, index)`: where the service is by the contract's `servers`; empty where it names none. */
export function serverUrl({ servers }: Contract): string {
  if (servers.length === 0) return '';
  const names = [...new Set(servers.flatMap(namesIn))];
  const members = names.map((name) =>
    member(
      name,
      servers.flatMap(({ variables }) => (variables.has(name) ? [variables.get(name)?.enum] : [])),
    ),
  );
  const urls = servers.map((server) => {
    const defaults = Object.fromEntries(Array.from(server.variables, ([name, each]) => [name, each.default]));
    const values =
      namesIn(server).length === 0
        ? ''
        : `    const values: Record<string, string> = { ...${dataText(defaults)}, ...variables };\n`;
    return `${comment([server.description], '  ')}  () => {\n${values}    return ${urlText(server)};\n  },\n`;
  });
  const parameters = names.length === 0 ? '' : 'variables?: ServerVariables, ';
  const type =
    names.length === 0
      ? ''
      : `/** Variables of the servers' URLs; those that are left out have the contract's defaults. */\nexport interface ServerVariables {\n${members.join('')}}\n\n`;
  return `${type}/** URL of the contract's server of this index, the first unless told. Errors: RangeError where there is none. */
export function serverUrl(${parameters}index = 0): string {
  const urls = [
${urls.join('').replaceAll(/^/gm, '  ').trimEnd()}
  ];
  const url = urls[index];
  if (url === undefined) throw new RangeError(\`there are ${servers.length} servers, none of index \${index}\`);
  return url();
}

`;
}
