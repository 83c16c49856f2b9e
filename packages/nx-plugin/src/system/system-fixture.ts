import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Writes files below a new folder, whose name has a space, and returns the folder. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stack system '));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const root = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
Resources:
  Orders:
    Type: AWS::Serverless::Application
    Properties: { Location: apps/orders/template.yaml, Parameters: { Stage: !Ref Stage, CatalogUrl: !GetAtt Catalog.Outputs.ApiUrl } }
  Catalog:
    Type: AWS::Serverless::Application
    Properties: { Location: apps/catalog/template.yaml, Parameters: { Stage: !Ref Stage } }
`;

/** A service with one API and one function, named by `name`; `more` are further lines of the function. */
export function service(
  name: string,
  { cors = "'*'", path = `/v1/${name.toLowerCase()}`, more = '' } = {},
): string {
  return `Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
  CatalogUrl: { Type: String, Default: "http://localhost:3000" }
Resources:
  ${name}Api:
    Type: AWS::Serverless::Api
    Properties:
      Name: !Sub ${name.toLowerCase()}-\${Stage}
      StageName: !Ref Stage
      Cors: "${cors}"
      DefinitionBody:
        openapi: 3.0.1
        paths:
          ${path}:
            get:
              operationId: list${name}
              x-amazon-apigateway-integration:
                uri: { Fn::Sub: 'arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}Function.Arn}/invocations' }
  ${name}Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${name.toLowerCase()}-\${Stage}
      CodeUri: dist/api
      Environment: { Variables: { CATALOG_URL: !Ref CatalogUrl${more} } }
`;
}
