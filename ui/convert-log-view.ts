import type { Lang } from './language';
import { fenced } from './text';
import type { View } from './view';

/** The last lines of a job's log, for whoever asked for them. The sender splits what is long. */
export const convertLogView = (lines: readonly string[], lang: Lang): View => ({ text: lines.length === 0 ? lang.t('convert.no_log') : fenced(lines.join('\n')) });

/** The program that the job runs, as it stands. */
export const convertScriptView = (script: string, lang: Lang): View => ({ text: `${lang.t('convert.script.head')}\n${fenced(script, 'python')}` });
