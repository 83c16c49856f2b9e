import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { context } from './context.js';
import { getProduct } from './operations/get-product.js';
import { getProductFeed } from './operations/get-product-feed.js';
import { putProduct } from './operations/put-product.js';
import { quotePrices } from './operations/quote-prices.js';
import { searchProducts } from './operations/search-products.js';

const operations = { getProduct, getProductFeed, putProduct, quotePrices, searchProducts };

export const handler = serve(contract, operations, context);
