/**
 * The first process image. Code under test can read `/proc/<pid>/environ` of any process of the same user, so the process
 * that was started with inputs and tokens replaces itself by one that was started without them. This file must stay
 * tiny and import nothing big: the bundle is loaded by the second image only.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
const HANDOVER = 'SELF_CODING_HANDOVER';
/** What the second image is started with; everything else travels through the handover file. */
const KEPT = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TERM|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|SystemRoot)$/;
const OLDEST_NODE = 24;
/** Reap what commands leave behind, where this process is the first of a container and would have to do it. */
const INITS = ['/usr/bin/tini', '/sbin/tini'];
/**
 * Call first, before anything else is loaded. In the first image it does not return where `process.execve` exists (not on
 * Windows); in the second it puts the environment back into memory, where no other process finds it.
 */
export function restartWithoutSecrets() {
    requireNode();
    const handover = process.env[HANDOVER];
    if (handover !== undefined) {
        takeOver(handover);
    }
    else if (process.execve !== undefined && process.platform !== 'win32') {
        handOver();
    }
}
function requireNode() {
    const major = Number(process.versions.node.split('.')[0]);
    if (major >= OLDEST_NODE)
        return;
    const isStep = process.env['GITHUB_ACTIONS'] === 'true';
    const remedy = isStep ? `Update the runner: this action is started with the Node.js that the runner brings. Where something else starts it, such as act, put Node.js ${OLDEST_NODE} first on PATH.` : `Run it with a newer one, for example: npx node@${OLDEST_NODE} ${process.argv[1] ?? 'dist/cli.js'}`;
    process.stderr.write(`${isStep ? '::error::' : ''}self-coding needs Node.js ${OLDEST_NODE} or newer; this is ${process.version} (${process.execPath}). ${remedy}\n`);
    process.exit(1);
}
function handOver() {
    const entries = Object.entries(process.env).filter((entry) => entry[1] !== undefined);
    const kept = Object.fromEntries(entries.filter(([name]) => KEPT.test(name)));
    const moved = Object.fromEntries(entries.filter(([name]) => !KEPT.test(name)));
    const file = writeHandover(JSON.stringify(moved));
    const vector = [...initOf(process.pid), process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    process.execve(vector[0], vector, { ...kept, [HANDOVER]: file });
}
function writeHandover(text) {
    const base = process.env['RUNNER_TEMP'] ?? tmpdir();
    try {
        const file = join(mkdtempSync(join(base, 'self-coding-')), 'handover');
        writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
        return file;
    }
    catch (error) {
        process.stderr.write(`self-coding needs a directory for temporary files; ${base} cannot be written (${error.code}). Set TMPDIR to one that can; in a container that is read-only, add \`--tmpfs /tmp\`.\n`);
        process.exit(1);
    }
}
/** The first process of a container: an init that was started in front of it would show the secrets in its own environment. */
function initOf(pid) {
    const init = pid === 1 ? INITS.find((path) => existsSync(path)) : undefined;
    return init === undefined ? [] : [init, '--'];
}
function takeOver(file) {
    const moved = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(dirname(file), { recursive: true, force: true });
    process.env[HANDOVER] = '';
    Reflect.deleteProperty(process.env, HANDOVER);
    Object.assign(process.env, moved);
}
