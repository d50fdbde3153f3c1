import type { Settings } from '../../context/settings';
import type { GateRules } from '../../services/deployment';

/** What the workspace's admin demands of a model. */
export const gateRules = ({ licenseAllowList, cardScoreGate }: Settings): GateRules => ({ licenses: licenseAllowList, cardScore: cardScoreGate });
