/** Type and subtype of a `Content-Type` or of one entry of `Accept`, in lower case. */
function essence(header: string): string {
  return (header.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether a media type is among an API's `binaryMediaTypes`, where `*` stands for any type or subtype. */
export function isBinary(mediaType: string, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) return false;
  const [type, subtype] = essence(mediaType).split('/');
  return binaryMediaTypes.some((each) => {
    const [wantedType, wantedSubtype] = each.toLowerCase().split('/');
    return (
      (wantedType === '*' || wantedType === type) && (wantedSubtype === '*' || wantedSubtype === subtype)
    );
  });
}

/** API Gateway looks at the first media type of `Accept` only ("Return binary media from a Lambda proxy integration"). */
export function acceptsBinary(accept: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  return isBinary(accept?.split(',', 1)[0] ?? '', binaryMediaTypes);
}
