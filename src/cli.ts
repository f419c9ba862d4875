#!/usr/bin/env node
import { restartWithoutSecrets } from './boot.ts';

restartWithoutSecrets();
const { cliMain } = await import('./main.ts');
process.exit(await cliMain(process.argv.slice(2)));
