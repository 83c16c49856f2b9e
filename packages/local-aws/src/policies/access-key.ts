import type { IncomingHttpHeaders } from 'node:http';

/**
 * The access key id that a request is signed with by Signature Version 4, in its header or, presigned, in its URL. The
 * signature itself is not checked: whoever reaches the endpoint of this machine may do what the machine's user may.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function accessKeyIdOf(headers: IncomingHttpHeaders, url: string): string | undefined {
  const inHeader = /\bCredential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
  return inHeader ?? /[?&]X-Amz-Credential=([^&]+?)(?:%2F|\/)/i.exec(url)?.[1];
}
