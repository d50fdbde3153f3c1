import { findBrowser } from '../../scripts/find-browser';
import { inRoot } from '../../scripts/paths';
import { makePackage } from '../../scripts/make-package';

/** Vitest's global setup: the package that the engine tests run, and the browser of the page's tests, are unpacked once for all of them. */
export default async function packageOnce(): Promise<void> {
    await makePackage(inRoot('dist', 'tested'));
    await findBrowser();
}
