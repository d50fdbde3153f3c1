/** Every stage a Space can be in (Hugging Face's OpenAPI document). */
export const SPACE_STAGES = [
    'NO_APP_FILE', 'CONFIG_ERROR', 'BUILDING', 'BUILD_ERROR', 'RUNNING', 'RUNNING_BUILDING', 'RUNNING_APP_STARTING', 'RUNTIME_ERROR', 'DELETING',
    'STOPPED', 'PAUSED', 'SLEEPING', 'APP_STARTING',
] as const;

export type SpaceStage = (typeof SPACE_STAGES)[number];

/** Stages in which the Space holds hardware: it is billed from starting on. */
export const HOLDS_HARDWARE: readonly SpaceStage[] = ['RUNNING', 'RUNNING_BUILDING', 'RUNNING_APP_STARTING', 'APP_STARTING'];

/** Stages that come with an `errorMessage`. */
export const FAILED: readonly SpaceStage[] = ['NO_APP_FILE', 'CONFIG_ERROR', 'BUILD_ERROR', 'RUNTIME_ERROR'];

/** Failures that the files of the Space cause: starting it again ends in the same way until there is a new commit. */
export const FAILS_AGAIN: readonly SpaceStage[] = ['NO_APP_FILE', 'CONFIG_ERROR', 'BUILD_ERROR'];

/** Stages from which only its owner wakes a Space: a commit does not. */
export const HELD: readonly SpaceStage[] = ['PAUSED', 'STOPPED', 'DELETING'];
