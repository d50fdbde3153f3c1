import { startPage } from '../../playground/page/server/page-server';
import { startPlayground } from '../../playground/start-playground';

/** What `npm start` runs, in a folder and on ports of the test's own: `<dir> <port> <hubPort>`. Says its address when it is ready. */
const [dir = '', port = '', hubPort = ''] = process.argv.slice(2);
const playground = await startPlayground({ dir, hubPort: Number(hubPort), siteUrl: `http://127.0.0.1:${port}` });
const page = await startPage({ host: playground.host, hub: playground.hub, hubUrl: playground.hubUrl, port: Number(port) });
process.once('SIGTERM', () => void page.stop().then(() => playground.stop()).then(() => process.exit(0)));
console.log(page.url);
