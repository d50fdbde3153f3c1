/** `npm start`: the playground in a browser, or with `--terminal` as a chat in this terminal. */
await (process.argv.includes('--terminal') ? import('./terminal/main') : import('./page/main'));
export {};
