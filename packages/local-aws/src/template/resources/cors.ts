import type { CorsSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';

/** SAM's Cors: the value of Access-Control-Allow-Origin, or a map. */
export function readCors(fields: Fields): CorsSpec | undefined {
  const node = fields.get('Cors');
  if (node?.kind === 'scalar')
    return { allowOrigin: unquoted(fields, 'Cors') ?? '', allowCredentials: false };
  const cors = fields.map('Cors');
  if (cors === undefined) return undefined;
  cors.allow({ played: 'AllowOrigin AllowMethods AllowHeaders MaxAge AllowCredentials'.split(' ') });
  cors.require('AllowOrigin');
  const allowOrigin = unquoted(cors, 'AllowOrigin') ?? '';
  const allowCredentials = cors.boolean('AllowCredentials') ?? false;
  if (allowCredentials && allowOrigin === '*')
    cors.unsupported('AllowCredentials', 'browsers refuse it with the origin *; name the origin');
  const maxAge = unquoted(cors, 'MaxAge');
  if (maxAge !== undefined && !/^\d+$/.test(maxAge))
    cors.unsupported('MaxAge', `'${maxAge}' is no number of seconds`);
  return {
    allowOrigin,
    allowCredentials,
    ...defined<Required<Pick<CorsSpec, 'allowMethods' | 'allowHeaders' | 'maxAgeS'>>>({
      allowMethods: unquoted(cors, 'AllowMethods'),
      allowHeaders: unquoted(cors, 'AllowHeaders'),
      maxAgeS: maxAge === undefined ? undefined : Number(maxAge),
    }),
  };
}

/** API Gateway takes the values as mapping expressions: a constant stands in single quotes. */
function unquoted(fields: Fields, name: string): string | undefined {
  const text = fields.string(name);
  if (text === undefined) return undefined;
  const [, constant] = /^'(.*)'$/.exec(text) ?? [];
  if (constant !== undefined) return constant;
  fields.problems.add(fields.get(name)?.place, {
    code: 'cors-quotes',
    what: `${fields.title} ${name}: ${text} has no single quotes, which API Gateway refuses`,
    remedy: `Write "'${text}'".`,
  });
  return undefined;
}
