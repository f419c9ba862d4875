import { restartWithoutSecrets } from './boot.ts';

restartWithoutSecrets();
const { actionMain } = await import('./main.ts');
process.exit(await actionMain());
