import type { Ctx } from '../../context/ctx';
import { changedFields, hardwareId, targetKey, type Environment, type RuleField } from '../../services/workflows/environment/environment';
import { environmentSavedView } from '../../ui/environment-view';
import type { View } from '../../ui/view';
import { setEnvironment } from '../environments';
import { describeEnvironment } from './describe-environments';
import { recordDeed } from './rights';

/** What was checked, beside what was there. */
interface Checked {
    readonly environment: Environment;
    readonly before: Environment | undefined;
}

/** Keeps what was checked, unless it is what is there already. The view says what changed. */
export async function saveEnvironment(ctx: Ctx, { environment, before }: Checked): Promise<View> {
    const changed = changedFields(before, environment);
    if (changed.length > 0) {
        const details = Object.fromEntries(changed.map((field) => [field, recorded(environment, field)]));
        await setEnvironment(ctx, environment, ctx.user.id);
        await recordDeed(ctx, 'env.set', { name: environment.name, result: 'done', details });
    }
    return environmentSavedView({ shown: await describeEnvironment(ctx, environment), changed, isNew: before === undefined }, ctx.lang);
}

/** A setting as the audit record has it: one plain value. */
function recorded(environment: Environment, field: RuleField): string | number | boolean {
    const value = environment[field];
    if (field === 'target') {
        return targetText(environment.target);
    }
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : Array.isArray(value) ? value.join(', ') : '';
}

function targetText(target: Environment['target']): string {
    return target.kind === 'endpoint' ? `${targetKey(target)} on ${hardwareId(target.hardware)}, ${target.minReplica} to ${target.maxReplica} replicas` : targetKey(target);
}
