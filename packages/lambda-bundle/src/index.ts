export type { BundleOptions } from './build-options.js';
export { BundleError, type BundleProblem } from './bundle-error.js';
export { type BundleReport, bundleFunction } from './bundle-function.js';
export { type BundleServiceOptions, bundleService, TemplateMismatchError } from './bundle-service.js';
export { type FunctionWatch, type Rebuild, watchFunction } from './watch-function.js';
