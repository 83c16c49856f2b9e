import { arn, physicalName, requiredText, stableId } from '../names.js';
import type { Declaration, ResourceType } from '../stack/stack.js';

const oneIssuer = 'one issuer plays Cognito: it signs the tokens that are asked for';

function without(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, oneIssuer]));
}

function poolId({ stack, logicalId }: Declaration): string {
  return `${stack.reading.options.region}_${stableId(`pool ${stack.path}/${logicalId}`, 9)}`;
}

function providerName(declaration: Declaration): string {
  const { region } = declaration.stack.reading.options;
  return `cognito-idp.${region}.amazonaws.com/${poolId(declaration)}`;
}

export const userPool: ResourceType = {
  properties: {
    played: [],
    noEffect: without(
      'UserPoolName AccountRecoverySetting AdminCreateUserConfig AliasAttributes AutoVerifiedAttributes DeletionProtection DeviceConfiguration EmailConfiguration EmailVerificationMessage EmailVerificationSubject EnabledMfas MfaConfiguration Policies Schema SmsAuthenticationMessage SmsConfiguration SmsVerificationMessage UserAttributeUpdateSettings UsernameAttributes UsernameConfiguration UserPoolAddOns UserPoolTags UserPoolTier VerificationMessageTemplate EmailAuthenticationMessage EmailAuthenticationSubject WebAuthnFactorConfiguration WebAuthnRelyingPartyID WebAuthnUserVerification',
    ),
    refused: { LambdaConfig: 'Triggers are not played.' },
  },
  ref: poolId,
  attributes: {
    UserPoolId: poolId,
    Arn: (declaration) => arn(declaration, 'cognito-idp', `userpool/${poolId(declaration)}`),
    ProviderName: providerName,
    ProviderURL: (declaration) =>
      declaration.stack.reading.options.issuerUrl ?? `https://${providerName(declaration)}`,
  },
};

function clientId({ stack, logicalId }: Declaration): string {
  return stableId(`client ${stack.path}/${logicalId}`, 26);
}

export const userPoolClient: ResourceType = {
  properties: {
    played: [],
    noEffect: without(
      'UserPoolId ClientName AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes AnalyticsConfiguration AuthSessionValidity CallbackURLs DefaultRedirectURI EnablePropagateAdditionalUserContextData EnableTokenRevocation ExplicitAuthFlows GenerateSecret IdTokenValidity LogoutURLs PreventUserExistenceErrors ReadAttributes RefreshTokenRotation RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits WriteAttributes',
    ),
  },
  ref: clientId,
  attributes: {
    ClientId: clientId,
    Name: (declaration) => physicalName(declaration, 'ClientName', 128),
    ClientSecret: ({ stack, logicalId }) => stableId(`secret ${stack.path}/${logicalId}`, 40),
  },
};

export const userPoolResourceServer: ResourceType = {
  properties: { played: [], noEffect: without('Identifier Name Scopes UserPoolId') },
  ref: (declaration) => requiredText(declaration, 'Identifier'),
};

export const userPoolDomain: ResourceType = {
  properties: {
    played: [],
    noEffect: without('Domain UserPoolId CustomDomainConfig ManagedLoginVersion'),
  },
  ref: (declaration) => requiredText(declaration, 'Domain'),
};
