import type { MethodThrottle } from '../../system.js';
import { defined, type Fields } from '../fields.js';

const most = 2 ** 31 - 1;

/** `/~1v1~1orders`: the path behind its first slash is encoded as in a JSON pointer. */
function decodedPath(text: string): string {
  return text.startsWith('/~1') ? text.slice(1).replaceAll('~1', '/') : text.replaceAll('~1', '/');
}

function readSetting(fields: Fields): MethodThrottle[] {
  fields.allow({
    played: ['ResourcePath', 'HttpMethod', 'ThrottlingRateLimit', 'ThrottlingBurstLimit'],
    noEffect: {
      MetricsEnabled: 'there are no metrics',
      LoggingLevel: 'each request is printed',
      DataTraceEnabled: 'each request is printed',
      CacheDataEncrypted: 'there is no cache',
      CacheTtlInSeconds: 'there is no cache',
    },
    refused: { CachingEnabled: 'Remove it: there is no cache.' },
  });
  fields.require('ResourcePath');
  fields.require('HttpMethod');
  const [path, httpMethod] = [fields.string('ResourcePath'), fields.string('HttpMethod')];
  const throttle = defined<Required<Pick<MethodThrottle, 'rateLimit' | 'burstLimit'>>>({
    rateLimit: fields.number('ThrottlingRateLimit', [-1, most]),
    burstLimit: fields.integer('ThrottlingBurstLimit', [-1, most]),
  });
  if (path === undefined || httpMethod === undefined) return [];
  return [{ resourcePath: decodedPath(path), httpMethod: httpMethod.toUpperCase(), ...throttle }];
}

/** The throttles among the settings of a stage's methods. */
export function readMethodSettings(fields: Fields): MethodThrottle[] {
  return fields.maps('MethodSettings').flatMap(readSetting);
}
