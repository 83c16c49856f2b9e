import { createHash } from 'node:crypto';
import type { Document } from '../../check/document.js';
import type { Contract, EventType, Operation } from '../../model.js';
import { pascalCase } from '../../read/name-schemas.js';
import type { GeneratedFile } from '../generated-file.js';
import { operationNames } from '../operation-names.js';
import { anchor, type Content, furtherReading, html, Markup, prose } from './markup.js';
import { type OperationContext, operationHtml } from './operation.js';
import { SchemaHtml } from './schema.js';
import { script } from './script.js';
import { style } from './style.js';

/** What stands beside a contract and belongs into its documentation. */
export interface Surroundings {
  readonly document: Document;
  /** The npm name of the client's package. */
  readonly packageName: string;
  /** The text of its CHANGELOG.md. */
  readonly changelog?: string;
}

/** Nothing is loaded from anywhere, and only the page's own script runs. */
function policy(): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** Operations by their first tag, in the order of the document. */
function byTag(operations: readonly Operation[]): ReadonlyMap<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const tag = operation.tags[0] ?? 'operations';
    groups.set(tag, [...(groups.get(tag) ?? []), operation]);
  }
  return groups;
}

function links(title: string, items: readonly (readonly [href: string, text: Content])[]): Content {
  if (items.length === 0) return undefined;
  const lines = items.map(([href, text]) => html`<li><a href="#${href}">${text}</a></li>\n`);
  return html`<h2>${title}</h2>\n<ul>\n${lines}</ul>\n`;
}

function navigation(contract: Contract, hasChangelog: boolean): Markup {
  const operations = Array.from(byTag(contract.operations), ([tag, group]) =>
    links(
      tag,
      group.map((each) => [
        anchor('operation', each.operationId),
        html`<span class="method">${each.method.toUpperCase()}</span> ${each.summary ?? each.operationId}`,
      ]),
    ),
  );
  return html`<nav aria-label="Contents">
<div role="search" hidden><label for="search">Search</label><input id="search" type="search" autocomplete="off"><p id="count" role="status"></p></div>
<ul><li><a href="#about">${contract.title}</a></li>${hasChangelog ? html`<li><a href="#changelog">Changelog</a></li>` : undefined}</ul>
${operations}${links(
  'Events',
  contract.events.map(({ name }) => [anchor('event', name), name]),
)}${links(
  'Schemas',
  [...contract.schemas.keys()].map((name) => [anchor('schema', name), name]),
)}</nav>
`;
}

function servers({ servers: declared }: Contract): Content {
  if (declared.length === 0) return undefined;
  const items = declared.map(({ url, description }) => html`<li><code>${url}</code> ${description}</li>`);
  return html`<h2>Servers</h2><ul>${items}</ul>`;
}

function tags({ tags: declared }: Contract): Content {
  const told = declared.filter((each) => (each.description ?? each.externalDocs) !== undefined);
  if (told.length === 0) return undefined;
  const items = told.map(
    ({ name, description, externalDocs }) =>
      html`<dt><code>${name}</code></dt><dd>${prose(description)}${furtherReading(externalDocs)}</dd>\n`,
  );
  return html`<h2>Tags</h2>\n<dl>\n${items}</dl>`;
}

function schemes({ securitySchemes }: Contract): Content {
  if (securitySchemes.size === 0) return undefined;
  const items = Array.from(securitySchemes.values(), (scheme) => {
    const where =
      scheme.type === 'apiKey' ? ` in ${scheme.in} ${scheme.parameterName}` : ` ${scheme.scheme ?? ''}`;
    const scopes = Array.from(scheme.scopes, ([name, about]) => html`<li><code>${name}</code> ${about}</li>`);
    return html`<li><code>${scheme.name}</code>: ${scheme.type}${where}${scopes.length === 0 ? undefined : html`<ul>${scopes}</ul>`}</li>`;
  });
  return html`<h2>Credentials</h2><ul>${items}</ul>`;
}

function eventHtml(
  { name, summary, description, externalDocs, deprecated, detail }: EventType,
  schemas: SchemaHtml,
): Markup {
  return html`<section id="${anchor('event', name)}" data-search="${name} ${summary}">
<h3>${name}</h3>
${summary === undefined ? undefined : html`<p class="summary">${summary}</p>`}${deprecated ? html`<p class="warning"><strong>Deprecated</strong></p>` : undefined}${prose(description)}${furtherReading(externalDocs)}
<h4>Detail</h4>
${schemas.described(detail)}
</section>
`;
}

function main(contract: Contract, surroundings: Surroundings): Markup {
  const { document, packageName, changelog } = surroundings;
  const schemas = new SchemaHtml(contract);
  const names = operationNames(contract);
  const client = pascalCase(contract.service).replace(/^./, (first) => first.toLowerCase());
  const context: OperationContext = {
    contract,
    document,
    schemas,
    functionName: (operation) => names.get(operation)?.function ?? operation.operationId,
    clientName: client,
  };
  const operations = contract.operations.map((each) => operationHtml(each, context));
  const events = contract.events.map((each) => eventHtml(each, schemas));
  const setup = `import { ${client}Client } from '${packageName}';\n\nconst ${client} = ${client}Client({ baseUrl: 'https://api.example.com' });`;
  return html`<main id="main">
<h1 id="about">${contract.title} <small>${contract.version}</small></h1>
${prose(contract.description)}${furtherReading(contract.externalDocs)}${servers(contract)}${schemes(contract)}${tags(contract)}
<h2>Client</h2>
<pre tabindex="0"><code>${setup}</code></pre>
<h2>Operations</h2>
${operations}${events.length === 0 ? undefined : html`<h2>Events</h2>\n${events}`}
<h2>Schemas</h2>
${schemas.sections()}${changelog === undefined ? undefined : html`<section id="changelog"><h2>Changelog</h2><pre tabindex="0">${changelog}</pre></section>`}
</main>
`;
}

/** The documentation of a contract as one page that needs nothing besides itself. */
export function writeHtml(contract: Contract, surroundings: Surroundings): GeneratedFile {
  const { title, version } = contract;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="@atoll/contract">
<title>${title} ${version}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the operations</a>
${navigation(contract, surroundings.changelog !== undefined)}${main(contract, surroundings)}<script>${new Markup(script)}</script>
</body>
</html>
`;
  return { path: 'index.html', text: page.text };
}
