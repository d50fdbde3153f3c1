import { makePackage } from './make-package';

const { path, bytes, bundleBytes } = await makePackage();
console.log(`${path} (${(bytes / 1024).toFixed(1)} KiB, of which the bundle is ${(bundleBytes / 1024).toFixed(1)} KiB unpacked)`);
