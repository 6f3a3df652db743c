export { numbersMeant } from './numbers-meant.js';
export type { Meant } from './numbers-meant.js';
export { businessSettings, forgetSettings, readSettings } from './business-settings.js';
export { changeSettings, saveSettings, seedSettings } from './change-settings.js';
export type { SettingChanges } from './change-settings.js';
export type { SettingKey, Settings } from './settings.js';
