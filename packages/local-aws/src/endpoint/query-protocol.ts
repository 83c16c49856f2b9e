import { AwsError, type RestResponse } from '../parts.js';
import { queryCodeOf } from '../queues/sqs-error.js';
import type { AwsRequest } from './aws-request.js';
import type { EndpointParts, Route } from './route.js';
import { snsInput, snsNamespace, snsResult, snsVersion } from './sns-query.js';
import { sqsInput, sqsNamespace, sqsResult, sqsVersion } from './sqs-query.js';
import { element, textElement } from './xml.js';

const stsVersion = '2011-06-15';
const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The AWS query protocol: a form with Action and Version, answered in XML. */
export function queryRoute(parts: EndpointParts): Route {
  return {
    handle: async (request) => {
      const form = formOf(request);
      const action = form.get('Action') ?? '';
      const version = form.get('Version') ?? '';
      if (version === stsVersion && action === 'GetCallerIdentity') return callerIdentity(parts, request);
      if (version === sqsVersion) return callSqs(parts, { request, form, action });
      if (version === snsVersion) {
        const result = snsResult(await parts.topics.call(action, snsInput(form)));
        return answer(request, { action, namespace: snsNamespace, result });
      }
      throw new AwsError(
        'InvalidAction',
        `local-aws does not play the action '${action}' of version '${version}' in the query protocol: it plays SQS (${sqsVersion}), SNS (${snsVersion}) and GetCallerIdentity of STS (${stsVersion}).`,
      );
    },
    fail: (request, { code, message, statusCode }) => {
      const error = [
        textElement('Type', statusCode < 500 ? 'Sender' : 'Receiver'),
        textElement('Code', queryCodeOf(code)),
        textElement('Message', message),
        '<Detail/>',
      ];
      const body = element('Error', error.join('')) + textElement('RequestId', request.requestId);
      return xml(statusCode, element('ErrorResponse', body));
    },
  };
}

interface SqsCall {
  readonly request: AwsRequest;
  readonly form: URLSearchParams;
  readonly action: string;
}

async function callSqs({ queues }: EndpointParts, { request, form, action }: SqsCall): Promise<RestResponse> {
  const output = await queues.call(action, sqsInput(form, request), request.signal);
  const result = sqsResult(action, output);
  return answer(request, { action, namespace: sqsNamespace, result });
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

interface Answer {
  readonly action: string;
  readonly namespace: string;
  readonly result: string;
}

function answer({ requestId }: AwsRequest, { action, namespace, result }: Answer): RestResponse {
  const body =
    element(`${action}Result`, result) + element('ResponseMetadata', textElement('RequestId', requestId));
  return xml(200, `<${action}Response xmlns="${namespace}">${body}</${action}Response>`);
}

function callerIdentity(
  { accountId = '000000000000', callerArn }: EndpointParts,
  request: AwsRequest,
): RestResponse {
  const session = callerArn?.split('/');
  const result = [
    textElement('Arn', callerArn ?? `arn:aws:iam::${accountId}:root`),
    textElement('UserId', session === undefined ? accountId : `AROALOCAL:${session[2]}`),
    textElement('Account', accountId),
  ];
  return answer(request, { action: 'GetCallerIdentity', namespace: stsNamespace, result: result.join('') });
}
