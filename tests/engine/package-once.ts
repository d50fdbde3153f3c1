import { inRoot } from '../../scripts/paths';
import { makePackage } from '../../scripts/make-package';

/** Vitest's global setup: the engine tests run the package, built once for all of them. */
export default async function packageOnce(): Promise<void> {
    await makePackage(inRoot('dist', 'tested'));
}
