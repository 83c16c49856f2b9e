import type { RestRequest } from '../../parts.js';
import type { Access } from '../access.js';
import type { Around } from './required.js';

/**
 * API Gateway names its actions by the HTTP method and its resources by their path.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function apiGatewayAccess(
  { method, url }: Pick<RestRequest, 'method' | 'url'>,
  { region }: Around,
): Access[] {
  const [path] = url.split('?');
  return [{ action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${path}` }];
}
