import type { RestRequest } from '../../parts.js';
import type { Access } from '../access.js';
import { type Around, arnIn } from './required.js';

const actions: Readonly<Record<string, string>> = {
  'GET function': 'GetFunction',
  'GET configuration': 'GetFunctionConfiguration',
  'POST invocations': 'InvokeFunction',
};

const named = /^(?:arn:[^:]+:lambda:[^:]+:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([$\w-]+))?$/;

/** A function is named by its name, by a part of its ARN or by all of it, each with or without a qualifier. */
function functionArn(around: Around, reference: string, qualifier: string | null): string {
  const [, name = reference, version] = named.exec(reference) ?? [];
  const suffix = qualifier ?? version;
  return arnIn(around, 'lambda', `function:${name}${suffix === undefined ? '' : `:${suffix}`}`);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export function lambdaAccess({ method, url: written }: RestRequest, around: Around): Access[] {
  const url = new URL(written, 'http://lambda');
  const path = url.pathname.replace(/\/$/, '');
  const [match, name, what = 'function'] =
    /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(invocations|configuration))?)?$/.exec(path) ?? [];
  if (match !== undefined && name === undefined && method === 'GET')
    return [{ action: 'lambda:ListFunctions', resource: '*' }];
  const action = actions[`${method} ${what}`];
  if (name === undefined || action === undefined) return [];
  const resource = functionArn(around, decodeURIComponent(name), url.searchParams.get('Qualifier'));
  return [{ action: `lambda:${action}`, resource }];
}
