// Runs one of our TypeScript programs on a fresh clone: `node scripts/run.mjs <file> [args]`.
// Plain JavaScript without imports from npm, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const MINIMUM_NODE = [20, 19];

/** Installs the exact versions of package-lock.json unless they are there already. */
function installWhatIsMissing() {
    const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
    const stamp = join(root, 'node_modules', '.installed');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
        return;
    }
    process.stderr.write('Installing dependencies (once, about a minute)…\n');
    // stdout of the program belongs to its answer, so npm writes to stderr.
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (npm.status !== 0) {
        process.stderr.write('\nThe installation failed; the lines above say why. Run the same command again when it is mended.\n');
        process.exit(1);
    }
    writeFileSync(stamp, wanted);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
    process.stderr.write(`Node.js ${MINIMUM_NODE.join('.')} or newer is needed; this is ${process.versions.node}.\n`);
    process.exit(1);
}

const [program, ...args] = process.argv.slice(2);
if (!program) {
    process.stderr.write('usage: node scripts/run.mjs <file.ts> [arguments]\n');
    process.exit(2);
}
installWhatIsMissing();
const file = resolve(root, program);
process.argv = [process.argv[0], file, ...args];
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(file).href);
