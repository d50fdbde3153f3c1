import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { checkSetting, SETTINGS, type SettingSpec } from '../context/settings';

const TYPES: Readonly<Record<SettingSpec['type'], SettingType>> = { string: SettingType.STRING, boolean: SettingType.BOOLEAN, int: SettingType.NUMBER, select: SettingType.SELECT };

/** The settings panel's entries. */
export function engineSettings(): ISetting[] {
    return SETTINGS.map((spec) => ({
        id: spec.id,
        type: TYPES[spec.type],
        packageValue: spec.fallback,
        required: false,
        public: false,
        section: spec.section,
        i18nLabel: spec.id,
        i18nDescription: `${spec.id}_description`,
        ...(spec.values && { values: spec.values.map((value) => ({ key: value, i18nLabel: `${spec.id}_${value}` })) }),
    }));
}

/**
 * Keeps the old value when the new one is refused, and puts the reason beside the field. Throwing would not do: the engine
 * swallows the error and stores the new value.
 */
export function reviewSetting({ oldSetting, newSetting }: ISettingUpdateContext): ISetting {
    const value: unknown = newSetting.value;
    const refusal = checkSetting(newSetting.id, value);
    const { i18nAlert: _alert, ...rest } = newSetting;
    return refusal === undefined ? rest : { ...oldSetting, i18nAlert: refusal };
}
