import { restartWithoutSecrets } from "./boot.js";
restartWithoutSecrets();
const { actionMain } = await import("./main.js");
process.exit(await actionMain());
