import { describing, type PropertyTable } from '../property-table.js';

const network = 'functions reach the network of the machine';
const code = 'Put what the function needs in its bundle.';
const newest = 'the newest code is what always runs';

/** What is played of AWS::Serverless::Function. */
export const functionProperties: PropertyTable = {
  played: [
    'FunctionName Handler Runtime CodeUri MemorySize Timeout Environment ReservedConcurrentExecutions',
    'Policies Role DeadLetterQueue EventInvokeConfig Tracing Architectures Events PackageType',
  ].flatMap((names) => names.split(' ')),
  noEffect: {
    ...describing,
    VpcConfig: network,
    AssumeRolePolicyDocument: 'the function has its role anyway',
    RolePath: 'no policy of a function asks for it',
    KmsKeyArn: 'nothing on this machine is encrypted',
    SourceKMSKeyArn: 'nothing on this machine is encrypted',
    CodeSigningConfigArn: 'the code is that of the work tree',
    AutoPublishAlias: newest,
    AutoPublishAliasAllProperties: newest,
    AutoPublishCodeSha256: newest,
    VersionDescription: newest,
    VersionDeletionPolicy: newest,
    PublishToLatestPublished: newest,
    DeploymentPreference: newest,
    ProvisionedConcurrencyConfig: 'spare processes are kept ready anyway',
    SnapStart: 'spare processes are kept ready anyway',
    EphemeralStorage: 'the temporary folder of the machine is not limited',
    LoggingConfig: 'what functions write is printed',
    RuntimeManagementConfig: 'the runtime is the one of this machine',
    RecursiveLoop: 'loops are not looked for',
    PropagateTags: 'for billing and search',
  },
  refused: {
    PermissionsBoundary: 'Remove it: what a boundary takes away is not played.',
    Layers: code,
    InlineCode: 'Put the code in a folder and name it by CodeUri.',
    ImageUri: 'Package the function as a folder: CodeUri.',
    ImageConfig: 'Package the function as a folder: CodeUri.',
    FileSystemConfigs: 'Use a table.',
    DurableConfig: 'Keep the state of long work in a table.',
    TenancyConfig: 'Keep tenants apart in the code.',
    CapacityProviderConfig: 'Remove it: functions run on this machine.',
    FunctionScalingConfig: 'Use ReservedConcurrentExecutions.',
    FunctionUrlConfig: 'Use an AWS::Serverless::Api.',
  },
};
