#!/usr/bin/env node
import { endOnBrokenPipe, main } from '../dist/cli.js';

endOnBrokenPipe(process.stdout, process.exit);
process.exitCode = await main(process.argv.slice(2));
