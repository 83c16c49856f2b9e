import type { MethodThrottle, Throttle } from '../system.js';
import type { RestMethod } from './rest-method.js';

/** What an account has, for what a setting leaves out ("Amazon API Gateway quotas"). */
const accountThrottle: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };

const every: MethodThrottle = { resourcePath: '/*', httpMethod: '*' };

/** The limit of a method by its stage's settings: that of the method itself counts before that of all methods. */
export function stageThrottle({
  api,
  resourcePath,
  httpMethod,
}: Pick<RestMethod, 'api' | 'resourcePath' | 'httpMethod'>): Throttle | undefined {
  const wanted: MethodThrottle[] = [
    { resourcePath, httpMethod },
    { resourcePath, httpMethod: every.httpMethod },
    { resourcePath: every.resourcePath, httpMethod },
    every,
  ];
  const { methodThrottles } = api.spec;
  const found = wanted.flatMap((each) =>
    methodThrottles.filter(
      (setting) => setting.resourcePath === each.resourcePath && setting.httpMethod === each.httpMethod,
    ),
  );
  const [rateLimit] = found.flatMap((setting) => setting.rateLimit ?? []);
  const [burstLimit] = found.flatMap((setting) => setting.burstLimit ?? []);
  // -1 takes the limit of all methods away from one of them.
  if ((rateLimit ?? -1) < 0 && (burstLimit ?? -1) < 0) return undefined;
  const limit = (given: number | undefined, most: number) =>
    given === undefined || given < 0 ? most : given;
  return {
    rateLimit: limit(rateLimit, accountThrottle.rateLimit),
    burstLimit: limit(burstLimit, accountThrottle.burstLimit),
  };
}
