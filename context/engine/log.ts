import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { redact } from '../../services/hub';
import type { Log } from '../ctx';

/** The app's log, which admins read and Rocket.Chat keeps for 30 days: whatever looks like a secret is masked once more. */
export function engineLog(logger: ILogger): Log {
    const line = (message: string, facts: Readonly<Record<string, unknown>> = {}): string => {
        const told = Object.entries(facts).filter(([, value]) => value !== undefined);
        return redact([message, ...told.map(([name, value]) => `${name}=${String(value)}`)].join(' '));
    };
    return {
        info: (message, facts) => logger.info(line(message, facts)),
        error: (message, facts) => logger.error(line(message, facts)),
    };
}
