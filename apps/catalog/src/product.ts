import type { Product, ProductDetails } from '../gen/schemas.js';

/** A product with what it is put at. */
export function productOf(sku: string, details: ProductDetails, now: Date): Product {
  return { sku, ...details, updatedAt: now.toISOString() };
}

/** The words that a search compares, in lower case: each must stand somewhere in `searchText`. */
export function searchWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** What a search looks through. */
export function searchText({ name, description }: ProductDetails): string {
  return `${name} ${description}`.toLowerCase();
}
