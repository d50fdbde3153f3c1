import { Button, Callout } from '@rocket.chat/fuselage';
import { useId, useState } from 'react';
import type { Answer, Api } from './api';
import { useAnswer } from './waiting';
import { useClient, useSelected } from './workspace';

type Setting = Answer<'settings'>['settings'][number];

const sectionOf = ({ section }: Setting): string => (typeof section === 'string' ? section : '');

interface Choice {
    readonly key: string;
    readonly i18nLabel: string;
}

const askSettings = (api: Api): Promise<Answer<'settings'>> => api.call('settings', {});

/** The app's settings as Rocket.Chat's administration shows them. What the app refuses stays in the field, with the reason. */
export function SettingsPanel() {
    const workspace = useClient();
    const { answer, waiting, load } = useAnswer(askSettings);
    const [drafts, setDrafts] = useState<Readonly<Record<string, unknown>>>({});
    const [saved, setSaved] = useState('');
    const [restarting, setRestarting] = useState(false);

    const changed = (answer?.settings ?? []).filter(({ id, value }) => id in drafts && drafts[id] !== value);
    const save = async (): Promise<void> => {
        let kept = 0;
        for (const { id } of changed) {
            await workspace.attempt(async () => {
                const { value } = await workspace.demand().call('setSetting', { id, value: drafts[id] });
                kept += value === drafts[id] ? 1 : 0;
            });
        }
        await load();
        setSaved(kept === changed.length ? 'Saved.' : `${kept} of ${changed.length} saved; the others were refused.`);
    };
    const restart = async (): Promise<void> => {
        setRestarting(true);
        await workspace.attempt(() => workspace.demand().call('restartApp', {}));
        await load();
        setRestarting(false);
    };
    if (!answer) {
        return waiting;
    }
    const sections = [...new Set(answer.settings.map(sectionOf))];
    return (
        <form className='panel__body' onSubmit={(event) => { event.preventDefault(); void save(); }}>
            <p>{`The app is ${answer.status.endsWith('enabled') ? 'on' : `off (${answer.status})`}.`} <Button small disabled={restarting} onClick={() => void restart()}>{restarting ? 'Restarting…' : 'Restart the app’s process'}</Button></p>
            {sections.map((section) => (
                <Section key={section} section={section} settings={answer.settings.filter((setting) => sectionOf(setting) === section)} drafts={drafts} set={(id, value) => { setSaved(''); setDrafts({ ...drafts, [id]: value }); }} />
            ))}
            <p role='status'>{saved || (changed.length > 0 && `${changed.length} unsaved`)}</p>
            <Button type='submit' primary disabled={changed.length === 0}>Save changes</Button>
        </form>
    );
}

function Section({ section, settings, drafts, set }: { section: string; settings: readonly Setting[]; drafts: Readonly<Record<string, unknown>>; set: (id: string, value: unknown) => void }) {
    const start = useSelected((state) => state.start);
    return (
        <fieldset>
            <legend>{start?.texts[section] ?? section}</legend>
            {settings.map((setting) => <SettingField key={setting.id} setting={setting} value={setting.id in drafts ? drafts[setting.id] : setting.value} set={(value) => set(setting.id, value)} />)}
        </fieldset>
    );
}

function SettingField({ setting, value, set }: { setting: Setting; value: unknown; set: (value: unknown) => void }) {
    const start = useSelected((state) => state.start);
    const id = useId();
    const translate = (key: unknown): string => start?.texts[String(key)] ?? String(key);
    const refusal = typeof setting['i18nAlert'] === 'string' ? translate(setting['i18nAlert']) : undefined;
    const common = { id, 'aria-describedby': `${id}-about`, 'aria-invalid': refusal !== undefined };
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    return (
        <div className='setting'>
            <label htmlFor={id}>{translate(setting['i18nLabel'])}</label>
            {setting.type === 'boolean' && <input type='checkbox' {...common} checked={value === true} onChange={({ target }) => set(target.checked)} />}
            {setting.type === 'select' && (
                <select {...common} value={text} onChange={({ target }) => set(target.value)}>
                    {((setting['values'] ?? []) as Choice[]).map(({ key, i18nLabel }) => <option key={key} value={key}>{translate(i18nLabel)}</option>)}
                </select>
            )}
            {setting.type === 'int' && <input type='number' {...common} value={text} onChange={({ target }) => set(target.value === '' ? '' : Number(target.value))} />}
            {!['boolean', 'select', 'int'].includes(setting.type) && <input type='text' {...common} value={text} onChange={({ target }) => set(target.value)} />}
            <div id={`${id}-about`}>
                {refusal !== undefined && <Callout type='danger'>{refusal}</Callout>}
                <p className='mark'>{translate(setting['i18nDescription'])}</p>
            </div>
        </div>
    );
}
