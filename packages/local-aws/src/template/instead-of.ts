const api = 'Use an AWS::Serverless::Api with a DefinitionBody, or Api events of the functions.';
const authorizer =
  'Use Auth of an AWS::Serverless::Api, or x-amazon-apigateway-authorizer in its definition.';
const httpApi = 'Use an AWS::Serverless::HttpApi with HttpApi events of the functions.';

/** What to write in place of types that are not played and do what another one does. */
const instead: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': api,
  'AWS::ApiGateway::Resource': api,
  'AWS::ApiGateway::Method': api,
  'AWS::ApiGateway::Deployment': api,
  'AWS::ApiGateway::Stage': api,
  'AWS::ApiGateway::Authorizer': authorizer,
  'AWS::ApiGateway::GatewayResponse':
    'Write x-amazon-apigateway-gateway-responses in the definition of the API.',
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Route': httpApi,
  'AWS::ApiGatewayV2::Integration': httpApi,
  'AWS::ApiGatewayV2::Authorizer': httpApi,
  'AWS::ApiGatewayV2::Stage': httpApi,
  'AWS::Lambda::Function': 'Use an AWS::Serverless::Function.',
  'AWS::Lambda::EventInvokeConfig': 'Use EventInvokeConfig of the AWS::Serverless::Function.',
  'AWS::Lambda::Alias': 'Use AutoPublishAlias of the AWS::Serverless::Function.',
  'AWS::Lambda::Version': 'Use AutoPublishAlias of the AWS::Serverless::Function.',
  'AWS::Scheduler::Schedule': 'Use a ScheduleV2 event of the function.',
  'AWS::Events::Connection': 'Call the address from a function.',
  'AWS::Events::ApiDestination': 'Call the address from a function.',
};

/** The remedy for a type that is not played; undefined where nothing that is played does the same. */
export function insteadOf(type: string): string | undefined {
  return Object.hasOwn(instead, type) ? instead[type] : undefined;
}
