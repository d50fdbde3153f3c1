import { approvals } from './approvals';
import { approvalsAsk } from './approvals-ask';
import { approvalsWithdraw } from './approvals-withdraw';
import { approve } from './approve';
import { audit } from './audit';
import { auditVerify } from './audit-verify';
import { cacheClear } from './cache-clear';
import { cachePrune } from './cache-prune';
import { cacheStatus } from './cache-status';
import { check } from './check';
import type { Command } from './command';
import { compare } from './compare';
import { convert } from './convert';
import { datasetsSearch } from './datasets-search';
import { deploy } from './deploy';
import { deployCancel } from './deploy-cancel';
import { deployLock } from './deploy-lock';
import { deployReport } from './deploy-report';
import { deployRetry } from './deploy-retry';
import { deployRollback } from './deploy-rollback';
import { deployStatus } from './deploy-status';
import { deployUnlock } from './deploy-unlock';
import { doctor } from './doctor';
import { envList } from './env-list';
import { envRemove } from './env-remove';
import { envSet } from './env-set';
import { help } from './help';
import { infoDataset } from './info-dataset';
import { infoModel } from './info-model';
import { infoSpace } from './info-space';
import { login } from './login';
import { logout } from './logout';
import { modelCard } from './model-card';
import { modelsSearch } from './models-search';
import { papersSearch } from './papers-search';
import { push } from './push';
import { pull, pullDataset, pullModel, pullSpace } from './pull';
import { reject } from './reject';
import { settings } from './settings';
import { spaceLogs } from './space-logs';
import { spaceMonitor } from './space-monitor';
import { spaceMonitors } from './space-monitors';
import { spaceDelete } from './space-delete';
import { spaceDevMode } from './space-dev-mode';
import { spaceHardware } from './space-hardware';
import { spaceList } from './space-list';
import { spacePause } from './space-pause';
import { spaceRestart } from './space-restart';
import { spaceSecrets } from './space-secrets';
import { spaceSleep } from './space-sleep';
import { spaceStatus } from './space-status';
import { spaceVariables } from './space-variables';
import { spacesSearch } from './spaces-search';
import { status } from './status';
import { tree } from './tree';
import { unwatch } from './unwatch';
import { watch } from './watch';
import { watchList } from './watch-list';
import { watchSet } from './watch-set';

/** The command table: help, the reference, did-you-mean and the type-ahead list come from it. */
export const COMMANDS: readonly Command[] = [
    modelsSearch,
    datasetsSearch,
    spacesSearch,
    papersSearch,
    infoModel,
    infoDataset,
    infoSpace,
    spaceLogs,
    modelCard,
    compare,
    pull,
    pullModel,
    pullDataset,
    pullSpace,
    push,
    convert,
    check,
    deploy,
    deployStatus,
    deployReport,
    deployCancel,
    deployRetry,
    deployRollback,
    approvals,
    approve,
    reject,
    approvalsAsk,
    approvalsWithdraw,
    deployLock,
    deployUnlock,
    envList,
    envSet,
    envRemove,
    spaceList,
    spaceStatus,
    spaceRestart,
    spacePause,
    spaceSleep,
    spaceHardware,
    spaceVariables,
    spaceSecrets,
    spaceDevMode,
    spaceDelete,
    spaceMonitor,
    spaceMonitors,
    watch,
    unwatch,
    watchList,
    watchSet,
    audit,
    auditVerify,
    tree(() => COMMANDS),
    login,
    logout,
    status,
    settings,
    doctor,
    cacheStatus,
    cachePrune,
    cacheClear,
    help(() => COMMANDS),
];
