// The runtime asks for the TypeScript source, which the package does not ship.
import { createRequire } from 'node:module';

export const { AppsEngineException } = createRequire(import.meta.url)(
    '@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.js',
);
