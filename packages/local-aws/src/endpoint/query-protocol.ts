import { AwsError, type RestResponse } from '../parts.js';
import { queryCodeOf } from '../queues/sqs-error.js';
import type { AwsRequest } from './aws-request.js';
import type { EndpointParts, Route } from './route.js';
import { element, textElement } from './xml.js';

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The AWS query protocol: a form with Action and Version, answered in XML. */
export function queryRoute(parts: EndpointParts): Route {
  return {
    handle: async (request) => {
      const form = formOf(request);
      const action = form.get('Action') ?? '';
      const version = form.get('Version') ?? '';
      if (version === '2011-06-15' && action === 'GetCallerIdentity') return callerIdentity(parts, request);
      throw new AwsError(
        'InvalidAction',
        `local-aws does not play the action '${action}' of version '${version}' in the query protocol.`,
      );
    },
    fail: (request, { code, message, statusCode }) => {
      const type = statusCode < 500 ? 'Sender' : 'Receiver';
      const error = [
        textElement('Type', type),
        textElement('Code', queryCodeOf(code)),
        textElement('Message', message),
        '<Detail/>',
      ];
      const body = element('Error', error.join('')) + textElement('RequestId', request.requestId);
      return xml(statusCode, element('ErrorResponse', body));
    },
  };
}

/** Parameters of the URL and of the body. */
function formOf({ url, body }: AwsRequest): URLSearchParams {
  const form = new URLSearchParams(body.toString('utf8'));
  const mark = url.indexOf('?');
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : url.slice(mark))) form.append(name, value);
  return form;
}

function xml(statusCode: number, body: string): RestResponse {
  return { statusCode, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0"?>\n${body}` };
}

function callerIdentity(
  { accountId = '000000000000' }: EndpointParts,
  { requestId }: AwsRequest,
): RestResponse {
  const result = [
    textElement('Arn', `arn:aws:iam::${accountId}:root`),
    textElement('UserId', accountId),
    textElement('Account', accountId),
  ];
  const body =
    element('GetCallerIdentityResult', result.join('')) +
    element('ResponseMetadata', textElement('RequestId', requestId));
  return xml(200, `<GetCallerIdentityResponse xmlns="${stsNamespace}">${body}</GetCallerIdentityResponse>`);
}
