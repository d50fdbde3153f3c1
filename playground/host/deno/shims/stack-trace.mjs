// stack-trace is CommonJS; the runtime imports its default.
import { createRequire } from 'node:module';

export default createRequire(import.meta.url)('stack-trace');
