import type { Contract } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { headerOf } from './client.js';
import type { GeneratedFile } from './generated-file.js';
import { freeName } from './operation-names.js';
import type { OperationTypes } from './operation-types.js';
import { comment, quote } from './quote.js';
import { seeTag } from './see-tag.js';

/** `events.ts`: one value per published event, its name being the EventBridge detail-type. */
export function writeEvents(contract: Contract, types: OperationTypes): GeneratedFile {
  const taken = new Set<string>();
  const events = contract.events.map(
    ({ name, summary, description, externalDocs, deprecated, place, detail }) => {
      const constant = freeName(pascalCase(name), [''], taken);
      const { type, codec } = types.use(detail, 'response', `${pascalCase(name)}Detail`);
      const about = comment([
        summary,
        description,
        deprecated ? '@deprecated' : undefined,
        seeTag(externalDocs),
        `@see ${place.file}:${place.line}`,
      ]);
      const value = `{ type: ${quote(name)}, source: ${quote(contract.service)}, codec: schemas.${codec} }`;
      return `${about}export const ${constant}: runtime.EventType<${quote(name)}, schemas.${type}> = ${value};\n`;
    },
  );
  // An event and the schema of its detail may have the same name.
  const schemas = events.length === 0 ? '' : "import * as schemas from './schemas.js';\n";
  const runtime =
    events.length === 0 ? 'export {};\n' : "import type * as runtime from './runtime/codec/event-type.js';\n";
  return { path: 'events.ts', text: [headerOf(contract) + runtime + schemas, ...events].join('\n') };
}
