import type { ApiSpec, Json } from '../system.js';
import type { Reading } from './stack/stack.js';

const functionUri = /:lambda:path\/[\d-]+\/functions\/([^/]+)\/invocations$/;

/** Tells integrations and authorizers of functions that the system does not have. */
export function checkIntegrations({ parts, problems }: Reading): void {
  const known = new Set(parts.functions.map((each) => each.arn));
  for (const api of parts.apis)
    for (const arn of new Set(functionArns(api)))
      if (!known.has(arn))
        problems.add(api.place, {
          code: 'unknown-arn',
          what: `the definition of ${api.logicalId} calls ${arn}, which is no function of the system`,
          remedy: 'Name the ARN of the function by Fn::Sub, as in OrdersFunction.Arn.',
        });
}

/** A stage variable in the URI is put in at the request. */
function functionArns({ definition }: ApiSpec): string[] {
  return textsOf(definition).flatMap((text) => {
    const arn = functionUri.exec(text)?.[1];
    return arn === undefined || arn.includes('${') ? [] : [arn];
  });
}

function textsOf(json: Json): string[] {
  if (typeof json === 'string') return [json];
  return json === null || typeof json !== 'object' ? [] : Object.values(json).flatMap(textsOf);
}
