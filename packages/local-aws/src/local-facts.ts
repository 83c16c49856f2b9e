/** Where a running system answers; from this machine. */
export interface Urls {
  readonly apiUrl: string;
  readonly endpointUrl: string;
  readonly issuerUrl: string;
}

/** SSM parameters that local-aws adds: a template or samconfig.toml may say `{{resolve:ssm:/local-aws/api-url}}`. */
export function localFacts({ apiUrl, endpointUrl, issuerUrl }: Urls): Readonly<Record<string, string>> {
  return {
    '/local-aws/api-url': apiUrl,
    '/local-aws/endpoint-url': endpointUrl,
    '/local-aws/issuer-url': issuerUrl,
  };
}
