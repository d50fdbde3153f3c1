import type { InstalledApp } from './rocket-chat';

/** Whether the app runs, and what there is to say about it. */
export interface Verdict {
    readonly runs: boolean;
    readonly message: string;
    readonly remedy?: string;
}

const ENABLED: ReadonlySet<string> = new Set(['auto_enabled', 'manually_enabled']);

/** Statuses that tell of a fault. Source: the Apps-Engine's `definition/AppStatus`. */
const FAULTS: Readonly<Record<string, string>> = {
    compiler_error_disabled: 'The server could not load the package.',
    invalid_license_disabled: 'The server considers the app\'s licence invalid.',
    invalid_installation_disabled: 'The server does not accept the signature of its own copy; uninstall the app there and deploy again.',
    invalid_settings_disabled: 'A setting of the app that the server requires is empty.',
    error_disabled: 'The app failed when the server started it.',
};

const EDITIONS = 'Since Rocket.Chat 7.0 the Community edition cannot enable private apps: they need the Starter plan (free up to 50 users), Pro or Enterprise. '
    + 'With one of these, enable the app at Marketplace > Private Apps.';

/** What the status after an upload means. `before` is the app as it was, undefined for a first installation. */
export function verdictOn(after: InstalledApp, before: InstalledApp | undefined): Verdict {
    if (ENABLED.has(after.status)) {
        return { runs: true, message: `HF TeamFlow ${after.version} is installed and enabled.` };
    }
    const fault = FAULTS[after.status];
    if (fault !== undefined) {
        return { runs: false, message: `The app is installed but does not run (${after.status}). ${fault}`, remedy: 'The app\'s page at Marketplace > Private Apps shows its logs.' };
    }
    if (before && !ENABLED.has(before.status)) {
        return { runs: false, message: `The app is updated to ${after.version}. It was not enabled before and still is not (${after.status}).`, remedy: EDITIONS };
    }
    return { runs: false, message: `The app is installed, but the server has not enabled it (${after.status}).`, remedy: EDITIONS };
}
