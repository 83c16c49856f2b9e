import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { StartProblem } from '../parts.js';
import type { FunctionSpec, System } from '../system.js';
import { reservedVariables } from './environment-variables.js';
import { commandFor } from './runtime-process.js';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maximumEnvironmentBytes = 4096;

type Finding = Omit<StartProblem, 'place'>;

function runtimeProblem(spec: FunctionSpec): Finding[] {
  if (commandFor(spec) !== undefined) return [];
  if (spec.runtime.startsWith('python')) {
    return [
      {
        code: 'python-missing',
        what: `${spec.logicalId} needs ${spec.runtime}, but neither ${spec.runtime} nor python3 is on the PATH`,
        remedy: 'install Python, or put it on the PATH',
      },
    ];
  }
  return [
    {
      code: 'runtime-unsupported',
      what: `${spec.logicalId} has Runtime '${spec.runtime}', which local-aws does not run`,
      remedy:
        'use nodejs*.x, python3.* or provided.al20* with an executable `bootstrap` that speaks the Runtime API',
    },
  ];
}

/** Files that one handler may stand in. */
function codeFiles({ runtime, handler }: FunctionSpec): string[] {
  if (runtime.startsWith('provided')) return ['bootstrap'];
  if (runtime.startsWith('python')) {
    const path = handler.split('.').slice(0, -1).join('/');
    return [`${path}.py`, `${path}/__init__.py`];
  }
  const path = handler.replace(/\.[^/]*$/, '');
  return ['.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`);
}

function codeProblem(spec: FunctionSpec): Finding[] {
  const { codeDir, logicalId, handler } = spec;
  if (spec.entryPoint !== undefined) {
    if (handler.startsWith('index.')) return [];
    return [
      {
        code: 'handler-outside-bundle',
        what: `${logicalId} has Handler '${handler}', but its code is bundled to index.mjs`,
        remedy: 'write Handler: index.handler',
      },
    ];
  }
  const files = codeFiles(spec);
  if (files.some((file) => existsSync(join(codeDir, file)))) return [];
  const where = relative(process.cwd(), codeDir) || '.';
  return [
    {
      code: 'code-missing',
      what: `${logicalId} has Handler '${handler}', but ${where} has none of ${files.join(', ')}`,
      remedy:
        'correct CodeUri or Handler, or build the code; sources for CodeUri dist/<name> are src/<name>.ts',
    },
  ];
}

function variablesProblems({ environment, logicalId }: FunctionSpec): Finding[] {
  const reserved = Object.keys(environment).filter((name) => reservedVariables.has(name));
  const bytes = Buffer.byteLength(Object.entries(environment).flat().join(''));
  return [
    ...reserved.map((name) => ({
      code: 'variable-reserved',
      what: `${logicalId} sets ${name}, a variable that Lambda reserves for itself`,
      remedy: 'take another name',
    })),
    ...(bytes <= maximumEnvironmentBytes
      ? []
      : [
          {
            code: 'variables-too-large',
            what: `${logicalId} has ${bytes} bytes of environment variables; Lambda takes ${maximumEnvironmentBytes}`,
            remedy: 'keep large values in SSM parameters',
          },
        ]),
  ];
}

function deadLetterProblem({ deadLetterArn, logicalId }: FunctionSpec, system: System): Finding[] {
  if (deadLetterArn === undefined || system.queues.some(({ arn }) => arn === deadLetterArn)) return [];
  return [
    {
      code: 'dead-letter-target-unsupported',
      what: `${logicalId} has the dead-letter target ${deadLetterArn}, which is no queue of this system`,
      remedy: 'name an AWS::SQS::Queue of the templates; SNS topics are not played',
    },
  ];
}

/** Lambda hands records of asynchronous invocations to queues and functions; topics and buses are not played as such. */
function destinationProblems({ eventInvoke, logicalId }: FunctionSpec, system: System): Finding[] {
  const { onSuccessArn, onFailureArn } = eventInvoke ?? {};
  const known = new Set([...system.queues, ...system.functions].map(({ arn }) => arn));
  return [onSuccessArn, onFailureArn].flatMap((arn) =>
    arn === undefined || known.has(arn)
      ? []
      : [
          {
            code: 'destination-unsupported',
            what: `${logicalId} has the destination ${arn}, which is no queue or function of this system`,
            remedy: 'name an AWS::SQS::Queue or a function of the templates',
          },
        ],
  );
}

/** All that keeps functions from being run, with the places of the functions. */
export function checkFunctions(system: System): StartProblem[] {
  return system.functions.flatMap((spec) =>
    [
      ...runtimeProblem(spec),
      ...codeProblem(spec),
      ...variablesProblems(spec),
      ...deadLetterProblem(spec, system),
      ...destinationProblems(spec, system),
    ].map((finding) => ({ place: spec.place, ...finding })),
  );
}
