import type { Target } from '../services/workflows/environment/environment';
import type { Lang } from './language';
import { code } from './text';

/** Where deployments go, in a line. */
export function targetText(target: Target, lang: Lang): string {
    switch (target.kind) {
        case 'endpoint': {
            const { namespace, endpoint, hardware: { vendor, region, instanceType, instanceSize }, minReplica: min, maxReplica: max } = target;
            return lang.t('env.target.endpoint', { endpoint: code(`${namespace}/${endpoint}`), hardware: code([vendor, region, instanceType, instanceSize].join('/')), min, max, range: min === max ? 'fixed' : 'open' });
        }
        case 'space':
            return lang.t('env.target.space', { space: code(target.space), variable: code(target.variable) });
        case 'branch':
            return lang.t('env.target.branch', { ref: code(target.ref) });
        case 'tag':
            return lang.t('env.target.tag', { ref: code(target.ref) });
    }
}
