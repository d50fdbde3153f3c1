import type { Sentence } from '../../context/user-error';
import type { FailureReason } from '../../services/deployment';
import type { MessageKey } from '../../ui/catalogue';

type Reason = FailureReason | 'voided';

const SENTENCES: Readonly<Record<Reason, MessageKey>> = {
    'unauthorized': 'deploy.failure.unauthorized',
    'forbidden': 'deploy.failure.forbidden',
    'missing-scope': 'deploy.failure.missing_scope',
    'gated': 'deploy.failure.gated',
    'not-found': 'deploy.failure.not_found',
    'payment-required': 'deploy.failure.payment_required',
    'quota': 'deploy.failure.quota',
    'conflict': 'deploy.failure.conflict',
    'refused': 'deploy.failure.refused',
    'failed-state': 'deploy.failure.failed_state',
    'paused': 'deploy.failure.paused',
    'overwritten': 'deploy.failure.overwritten',
    'timeout': 'deploy.failure.timeout',
    /** Something was said or found between the beginning and the first step. */
    'voided': 'deploy.failure.voided',
    'unexpected': 'deploy.failure.unexpected',
};

const isKnown = (reason: string): reason is Reason => Object.hasOwn(SENTENCES, reason);

/** Why a deployment failed or can't begin. A reason that another version of the app wrote is an unexpected one. */
export const failureSentence = (reason: string): Sentence => ({ key: SENTENCES[isKnown(reason) ? reason : 'unexpected'] });
