import type { Document } from '../../check/document.js';
import { examplesAt } from '../../mock/examples.js';
import type { Contract, Header, MediaType, Operation, Parameter, Response } from '../../model.js';
import { groups, parametersOf } from '../operation-types.js';
import { whoMay } from '../who-may.js';
import { anchor, type Content, furtherReading, html, type Markup, prose } from './markup.js';
import { clientSample, curlSample } from './samples.js';
import type { SchemaHtml } from './schema.js';

/** What the printing of operations needs besides them. */
export interface OperationContext {
  readonly contract: Contract;
  readonly document: Document;
  readonly schemas: SchemaHtml;
  /** Of an operation's function in the client. */
  readonly functionName: (operation: Operation) => string;
  /** What the client is called in samples. */
  readonly clientName: string;
}

function examples({ place }: MediaType, { document }: OperationContext): Content {
  return Array.from(examplesAt(place, document), ([name, value]) => {
    const title = name === '' ? 'Example' : `Example ${name}`;
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
    return html`<details><summary>${title}</summary><pre tabindex="0"><code>${text}</code></pre></details>`;
  });
}

function media(content: readonly MediaType[], context: OperationContext): Content {
  return content.map(
    (each) => html`<h5><code>${each.mediaType}</code></h5>
${each.schema === undefined ? undefined : context.schemas.described(each.schema)}${examples(each, context)}`,
  );
}

function valueHtml({ schema, content }: Parameter | Header, { schemas }: OperationContext): Content {
  const described = schema ?? content?.schema;
  return [
    content === undefined ? undefined : html`<p>As <code>${content.mediaType}</code></p>`,
    described === undefined ? undefined : schemas.body(described),
  ];
}

function parameters(operation: Operation, context: OperationContext): Content {
  const all = parametersOf(operation);
  if (all.length === 0) return undefined;
  const rows = Object.keys(groups).flatMap((location) =>
    all
      .filter((each) => each.in === location)
      .map((each) => {
        const presence = each.required ? html`<em>required</em>` : 'optional';
        const old = each.deprecated ? html` <strong>deprecated</strong>` : undefined;
        return html`<tr><th scope="row"><code>${each.name}</code></th><td>${location}</td><td>${presence}${old}</td><td>${prose(each.description)}${valueHtml(each, context)}</td></tr>
`;
      }),
  );
  return html`<h4>Parameters</h4>
<table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Presence</th><th scope="col">Value</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function headers({ headers: declared }: Response, context: OperationContext): Content {
  if (declared.size === 0) return undefined;
  const rows = Array.from(declared, ([name, each]) => {
    const presence = each.required ? html`<em>always</em>` : 'perhaps';
    const old = each.deprecated ? html` <strong>deprecated</strong>` : undefined;
    return html`<tr><th scope="row"><code>${name}</code></th><td>${presence}${old}</td><td>${prose(each.description)}${valueHtml(each, context)}</td></tr>
`;
  });
  return html`<table><thead><tr><th scope="col">Header</th><th scope="col">Presence</th><th scope="col">Value</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function responses(operation: Operation, context: OperationContext): Content {
  return operation.responses.map(
    (
      each,
    ) => html`<div class="answer"><h5><span class="status s${each.status.charAt(0)}">${each.status}</span></h5>
${prose(each.description)}${headers(each, context)}${media(each.content, context)}</div>
`,
  );
}

/** Requests that the service makes of its own accord to an address that the caller has given. */
function callbacks(operation: Operation, context: OperationContext): Content {
  if (operation.callbacks.length === 0) return undefined;
  const items = operation.callbacks.map(
    ({
      method,
      path,
      summary,
      requestBody,
      responses: expected,
    }) => html`<div class="answer"><h5><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h5>
${prose(summary)}${media(requestBody?.content ?? [], context)}<p>Expects ${expected.map(({ status }) => status).join(', ')}</p></div>
`,
  );
  return html`<h4>Calls back</h4>
${items}`;
}

function age({ deprecated, sunset }: Operation): Content {
  if (!deprecated) return undefined;
  const until = sunset === undefined ? '' : `; it goes on ${sunset}`;
  return html`<p class="warning"><strong>Deprecated</strong>${until}</p>`;
}

/** Everything about one operation. */
export function operationHtml(operation: Operation, context: OperationContext): Markup {
  const { operationId, method, path, summary, description, requestBody, externalDocs, tags } = operation;
  const { contract, document, clientName } = context;
  const words = [operationId, method, path, summary, ...tags].join(' ');
  const call = clientSample(context.functionName(operation), operation, { document, clientName });
  return html`<section class="operation" id="${anchor('operation', operationId)}" data-search="${words}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code> <small>${operationId}</small></h3>
${summary === undefined ? undefined : html`<p class="summary">${summary}</p>`}${age(operation)}${prose(description)}${furtherReading(externalDocs)}
<p>Who may: ${whoMay(operation)}</p>
${parameters(operation, context)}
${requestBody === undefined ? undefined : html`<h4>Body${requestBody.required ? '' : ' (optional)'}</h4>${prose(requestBody.description)}${media(requestBody.content, context)}`}
<h4>Answers</h4>
${responses(operation, context)}${callbacks(operation, context)}
<h4>Examples</h4>
<pre tabindex="0" aria-label="Call by curl"><code>${curlSample(contract, operation, document)}</code></pre>
<pre tabindex="0" aria-label="Call by the client"><code>${call}</code></pre>
</section>
`;
}
