import type { Plugin } from 'esbuild';

/**
 * Lambda gives a function its keys in three variables ("Defined runtime environment variables"), and so do SAM CLI and
 * local-aws. The SDK's default chain also brings profiles, SSO, STS and web identity, clients of their own: a tenth of
 * the bundle that no function ever asks.
 */
const environmentCredentials = `const fromEnvironment = async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined)
    throw Object.assign(
      new Error('there are no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: functions take their credentials from these variables alone'),
      { name: 'CredentialsProviderError' },
    );
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
exports.defaultProvider = () => fromEnvironment;
`;

/** Takes credentials from the environment alone. */
export const credentialsPlugin: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: 'credentials',
    }));
    build.onLoad({ filter: /.*/, namespace: 'credentials' }, () => ({
      contents: environmentCredentials,
      loader: 'js',
    }));
  },
};
