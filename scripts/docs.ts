import { generatedFiles, outdated, write } from './docs/generated-files';

const files = await outdated(await generatedFiles());
const names = files.map(({ path }) => path).join(', ');

if (process.argv.includes('--check')) {
    if (files.length > 0) {
        console.error(`Out of date: ${names}. \`npm run docs\` writes them anew.`);
        process.exitCode = 1;
    }
} else {
    await Promise.all(files.map(write));
    console.log(files.length > 0 ? `Written: ${names}` : 'Everything is up to date.');
}
