import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { readContract } from '../../src/read/contract.js';
import { writeService } from '../../src/write/service.js';
import { orderSchema } from './order.js';

const response = {
  type: 'object',
  required: ['orderId', 'lines'],
  properties: { orderId: { type: 'string' }, lines: { type: 'integer' } },
};
const post = {
  operationId: 'placeOrder',
  requestBody: { required: true, content: { 'application/json': { schema: orderSchema } } },
  responses: { '200': { description: 'Placed', content: { 'application/json': { schema: response } } } },
};
const document = {
  openapi: '3.1.0',
  info: { title: 'Bench', version: '1.0.0' },
  paths: { '/v1/orders': { post } },
};

/** A folder with the service of a contract that takes orders; inside the package, so that io-ts and pino are found. */
export function generateService(): string {
  const folder = mkdtempSync(join(import.meta.dirname, '..', '..', 'generated '));
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
  const { contract } = readContract('openapi.json', folder);
  if (contract === undefined) throw new Error('the contract of the bench has errors');
  for (const { path, text } of writeService(contract)) {
    mkdirSync(dirname(join(folder, 'gen', path)), { recursive: true });
    writeFileSync(join(folder, 'gen', path), text);
  }
  return folder;
}

/** Bundles code that stands in a folder beside `gen/`; the path of the bundle. */
export async function bundle(folder: string, name: string, code: string): Promise<string> {
  const entryPoints = [join(folder, `${name}.ts`)];
  const outfile = join(folder, `${name}.cjs`);
  writeFileSync(join(folder, `${name}.ts`), code);
  await build({ entryPoints, bundle: true, format: 'cjs', platform: 'node', outfile, minify: true });
  return outfile;
}
