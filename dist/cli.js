#!/usr/bin/env node
import { restartWithoutSecrets } from "./boot.js";
restartWithoutSecrets();
const { cliMain } = await import("./main.js");
process.exit(await cliMain(process.argv.slice(2)));
