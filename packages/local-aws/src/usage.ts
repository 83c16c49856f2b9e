/** What `local-aws --help` prints. */
export const usage = `usage: local-aws COMMAND

  start                        runs the system of a SAM template until Ctrl-C
    --template FILE            root template (template.yaml)
    --config-env NAME          section of samconfig.toml with the parameters (local)
    --parameter-overrides K=V  values of the template's parameters; may be repeated
    --region R                 of ARNs and of the functions (us-east-1)
    --port N                   of the API gateway (3000); 0: any free one
    --endpoint-port N          of the AWS endpoint and the token issuer (4566); 0: any free one
    --host H                   to listen on (127.0.0.1); 0.0.0.0 lets containers in
    --public-host NAME         of this machine in all URLs and in tokens' issuer, where callers use another than H
    --data DIR                 keeps tables, queues and keys in DIR; without it they are gone at the end
    --fsync                    acknowledges nothing before it is on the disk
    --seed FILE                requests to send once the system answers; may be repeated
    --no-watch                 does not bundle functions again when their sources change
    --no-throttle              lets pass what stages and usage plans would throttle, to measure
    --inspect FUNCTION=PORT    opens a debugger port; may be repeated
    --record-grants FILE       writes at the end which grants of the policies were used, and which not
    --json-logs                prints the functions' log lines as they are
    --hint FILE                text to print when ready; {api} and {endpoint} stand for the URLs

  token --sub NAME [--scope 'a b'] [--client-id ID] [--endpoint URL]
                               prints an access token of the running system
  check [--template FILE] [--config-env NAME] [--parameter-overrides K=V] [--region R]
                               tells every problem of the templates, or what they consist of
`;
