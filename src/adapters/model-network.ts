/** Why no reply came at all. */
import { retired, unavailable, type Context, type Failure } from './model-failure.ts';

const PASSING = new Set(['ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNABORTED', 'HPE_INVALID_CONSTANT', 'HPE_INVALID_EOF_STATE', 'ERR_STREAM_PREMATURE_CLOSE']);
const TLS = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO$|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH)/;

export function networkFailure(error: unknown, context: Context): Failure {
  const { address } = context;
  const code = codeOf(error);
  if (address.isRetired) return retired(context, code);
  const local = /^(localhost|127\.|\[::1\])/.test(address.host);
  if (code === 'ECONNREFUSED') return unavailable('unreachable', `Nothing listens at ${address.host} (${code}).`, local ? 'Start the model server before this step, on this machine; inside a container `localhost` is the container itself.' : 'Check host and port in `base-url`, and that a firewall lets the runner through.');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return unavailable('unreachable', `The name ${address.host} is not known (${code}).`, 'Check the host in `base-url`; if names are only known inside a network, run there.', retryOf(code));
  if (TLS.test(code)) return unavailable('unreachable', `No secure connection to ${address.host} (${code}).`, code === 'EPROTO' || code.startsWith('ERR_SSL') ? 'If the endpoint speaks plain HTTP, begin `base-url` with `http://`.' : 'If the certificate is of your own authority, name its file in the environment variable `NODE_EXTRA_CA_CERTS`; checks are never switched off.');
  return unavailable('unreachable', `The connection to ${address.host} broke (${code}).`, 'Run again later; if it lasts, look at the endpoint and at what stands between.', retryOf(code));
}

function retryOf(code: string): Failure['retry'] {
  return PASSING.has(code) ? { afterMs: null } : null;
}

/** The system's word for it; with several addresses tried, that of the first. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error && error.message === 'aborted' ? 'ECONNRESET' : 'no reason given';
}
