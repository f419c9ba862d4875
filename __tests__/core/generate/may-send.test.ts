import { maySendFrom } from '../../../src/core/generate/may-send.ts';

test.each([
  '.env', '.env.local', 'packages/a/.env.production', 'prod.env', 'server.pem', 'certs/tls.KEY', 'id_rsa', 'deploy/id_rsa.pub', 'id_ed25519', 'store.p12', 'a.pfx', '.npmrc', '.netrc', '.pypirc', 'credentials', 'config/credentials.json', 'secrets.yml', 'terraform.tfstate', 'prod.tfvars',
])('%s is never sent, with or without a file of rules', (path) => {
  expect(maySendFrom(null)(path)).toBe(false);
  expect(maySendFrom('!*\n!.env\n')(path)).toBe(false);
});

test.each(['src/env.js', 'src/environment.ts', 'src/key.js', 'src/keys/parse.py', 'id.js', 'src/credentials.ts', 'src/secrets.py', 'README.md', '.envoy/config.js'])('%s may be sent', (path) => {
  expect(maySendFrom(null)(path)).toBe(true);
});

test('what the file names is not sent, its exceptions are', () => {
  const maySend = maySendFrom('# ours alone\n/internal/\n*.secret.js\n!public.secret.js\n');
  expect(['internal/a.js', 'src/a.secret.js', 'src/public.secret.js', 'src/internal/a.js', 'src/a.js'].map(maySend)).toEqual([false, false, true, true, true]);
});
