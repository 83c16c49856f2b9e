import { CommandError } from './command-error.js';

export interface TokenCommand {
  readonly sub: string;
  /** Separated by blanks. */
  readonly scope: string;
  /** What JWT authorizers hold against their audience; the issuer's `local` unless told. */
  readonly clientId?: string;
  /** Of the running system. */
  readonly endpointUrl: string;
}

async function ask({ sub, scope, clientId, endpointUrl }: TokenCommand): Promise<Response> {
  const client = clientId === undefined ? {} : { client_id: clientId };
  const form = new URLSearchParams({ grant_type: 'client_credentials', sub, scope, ...client });
  try {
    return await fetch(`${endpointUrl.replace(/\/$/, '')}/issuer/oauth2/token`, {
      method: 'POST',
      body: form,
    });
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new CommandError(
      `no local-aws answers at ${endpointUrl} (${why}): start one, or name another by --endpoint URL`,
    );
  }
}

/** `local-aws token`: prints an access token of the running system, and nothing else, so that a shell can take it. */
export async function token(command: TokenCommand): Promise<number> {
  const answer = await ask(command);
  const text = await answer.text();
  if (!answer.ok) throw new CommandError(`${command.endpointUrl} answered ${answer.status}: ${text}`);
  const { access_token: accessToken } = JSON.parse(text) as { access_token: string };
  process.stdout.write(`${accessToken}\n`);
  return 0;
}
