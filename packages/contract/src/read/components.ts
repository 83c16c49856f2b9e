import { checkExample, checkLink, readHeader, readRequestBody, readResponse } from './content.js';
import type { Fields } from './fields.js';
import type { Located } from './located.js';
import { type Inherited, readCallback, readPathItem } from './operation.js';
import { readParameter } from './parameter.js';
import type { Reading } from './reading.js';

const kinds =
  'schemas responses parameters examples requestBodies headers securitySchemes links callbacks'.split(' ');

/**
 * Reads the components that nothing refers to as well, so that their slips are told; what has been read is known.
 * Schemas and security schemes are read by who needs them all anyway.
 */
export function readComponents(reading: Reading, components: Fields, inherited: Inherited): void {
  components.allow(reading.dialect === '3.0' ? kinds : [...kinds, 'pathItems']);
  const each = (kind: string, read: (node: Located) => void) => {
    for (const node of components.map(kind)?.entries.values() ?? []) read(node);
  };
  each('parameters', (node) => readParameter(reading, node));
  each('requestBodies', (node) => readRequestBody(reading, node));
  each('responses', (node) => readResponse(reading, node));
  each('examples', (node) => checkExample(reading, node));
  each('links', (node) => checkLink(reading, node));
  each('callbacks', (node) => readCallback(reading, node, inherited));
  // A path item that no path refers to has no path to declare parameters for.
  each('pathItems', (node) => readPathItem(reading, { path: '', node }, inherited));
  each('headers', (node) => readHeader(reading, node));
}
