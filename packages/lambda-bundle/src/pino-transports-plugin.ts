import type { Plugin } from 'esbuild';

const stub = `module.exports = function transport() {
  throw new Error('pino transports are not bundled: a function writes to standard output, which Lambda collects');
};
`;

/**
 * Leaves out pino's transports: they start worker threads, which Lambda freezes with lines still in them, and loading
 * them costs a cold start tens of milliseconds. Whoever asks for one is told so.
 */
export const pinoTransportsPlugin: Plugin = {
  name: 'pino-transports',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]pino[\\/]lib[\\/]transport\.js$/ }, () => ({
      contents: stub,
      loader: 'js',
    }));
  },
};
