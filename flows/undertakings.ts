import type { Undertaking } from './approval/undertaking';
import { deployUndertaking } from './deployment/deploy-undertaking';

/** Everything that can be asked for and approved. */
export const UNDERTAKINGS: readonly Undertaking[] = [deployUndertaking];
