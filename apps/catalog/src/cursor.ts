/** The position of a page is the last SKU of the one before; encoded, so that nobody builds on what is in it. */
export const encodeCursor = (sku: string): string => Buffer.from(sku, 'utf8').toString('base64url');
export const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');
